"""The method of partner-candidates in plain words."""

from __future__ import annotations

from geo.declarations import Text

METHOD = Text(
    es=(
        "Son candidatos los lugares y organismos de otros países con los que alguien en México tiene acuerdo,"
        " y los que nombran los corredores migratorios y las oficinas de los estados en el extranjero, menos"
        " aquellos con los que el gobierno ya tiene acuerdo. Las razones siguen los criterios con que la SRE"
        " aconseja elegir contraparte: problemas o economía semejantes, historial de cooperación y migrantes"
        " del lugar que viven allá. Cada razón vale de 0 a 1. Migrantes: lo que dicen los corredores del"
        " municipio o de su estado (1 de la ciudad, 0.8 del estado o provincia, 0.5 de un lugar en él, 0.15"
        " si solo se sabe el país; la mitad de eso depende del tamaño del flujo), las oficinas que su estado"
        " tiene allá (0.8, o 0.4 en otra ciudad del mismo estado) y los consulados de México (0.3 y 0.1),"
        " juntos como 1 − Π(1 − s). Vecinos, gobiernos parecidos, estado e historial cuentan gobiernos, t, y"
        " valen t / (1 + t): uno da la mitad, tres dan 0.75. De otro gobierno cuenta 1 la misma contraparte,"
        " 0.25 otra del mismo estado o provincia y 0.02 otra del mismo país. Son vecinos los que comparten"
        " límite; parecidos, los k más semejantes con algún acuerdo conocido, cada uno según su semejanza"
        " (coeficiente de Gower, 1971, sobre población, intensidad migratoria, marginación, clima y"
        " distancia a las fronteras: lo que esté cargado; se compara si se conoce la mitad). De un"
        " municipio cuentan en «su estado» el gobierno estatal y, a la mitad, los demás municipios; de un"
        " estado, sus municipios, y su perfil es la media de ellos. Historial: cuántos gobiernos de México"
        " tienen acuerdo con el lugar. Temas: qué parte de los temas que interesan tratan los acuerdos"
        " conocidos del lugar. Idioma: 1 donde se habla español, 0.5 donde lo habla mucha gente. Cercanía:"
        " 1 / (1 + d / 200 km), distancia geodésica entre puntos (Karney, 2013). El puntaje es la media de"
        " las razones según sus pesos; las columnas «aporta» suman el puntaje. Lo que no se sabe no aporta y"
        " se dice. Los pesos se eligieron con la mitad de los municipios y se probaron con la otra, quitando"
        " cada acuerdo conocido y buscándolo de nuevo (predicción de enlaces: Liben-Nowell y Kleinberg,"
        " 2007): bench/partner_candidates.py. Las demás cifras son una convención del Atlas."
    ),
    en=(
        "Candidates are the places and bodies abroad with which anybody in Mexico has an agreement, and those"
        " that migration corridors and the offices of states abroad name, but for those with which the"
        " government has one already. The reasons follow the criteria by which the SRE advises to choose a"
        " partner: similar problems or economy, a record of cooperation, and migrants from here who live"
        " there. Each reason is worth 0 to 1. Migrants: what corridors from the municipality or its state say"
        " (1 of the city, 0.8 of the state or province, 0.5 of a place in it, 0.15 where only the country is"
        " known; half of that depends on the size of the flow), offices that its state keeps there (0.8, or"
        " 0.4 in another city of the same state) and Mexican consulates (0.3 and 0.1), put together as"
        " 1 − Π(1 − s). Neighbours, similar governments, state and record count governments, t, and are worth"
        " t / (1 + t): one gives a half, three 0.75. Of another government the same partner counts 1, another"
        " in the same state or province 0.25 and another in the same country 0.02. Neighbours share a"
        " boundary; similar are the k most alike with any known agreement, each by its similarity (Gower's"
        " coefficient, 1971, over population, migration intensity, marginalization, climate and distance from"
        " the borders: whatever is loaded; compared where half of it is known). Of a municipality “its"
        " state” counts the state government and, half as much, the other municipalities; of a state its"
        " municipalities, and its profile is their mean. Record: how many governments of Mexico have an"
        " agreement with the place. Themes: which part of the themes wanted the known agreements of the place"
        " are about. Language: 1 where Spanish is spoken, 0.5 where many speak it. Nearness:"
        " 1 / (1 + d / 200 km), geodesic distance between points (Karney, 2013). The score is the mean of the"
        " reasons by their weights; the columns “adds” add up to it. What is unknown adds nothing, and is"
        " told. The weights were chosen on one half of the municipalities and tried on the other, each known"
        " agreement taken out and looked for again (link prediction: Liben-Nowell and Kleinberg, 2007):"
        " bench/partner_candidates.py. The other figures are a convention of the Atlas."
    ),
)
