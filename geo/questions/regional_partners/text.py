"""The method of regional-partners in plain words."""

from __future__ import annotations

from geo.declarations import Text

METHOD = Text(
    es=(
        "Son del grupo los municipios de la lista, los que hoy pertenecen a la asociación o red, los del"
        " estado y los que el polígono toma con su geometría completa; se suman. Una zona metropolitana se da"
        " por su organismo metropolitano, que es una red, o por la lista. Los huecos son los miembros sin"
        " acuerdo conocido, aparte los que nadie investigó; la cobertura se calcula sobre los investigados."
        " Solo cuentan acuerdos que firman municipios, no los de su estado. Comparten una contraparte o un"
        " tema los miembros que la tienen; abre la puerta quien la tiene a quienes no. Podrían entrar los"
        " municipios que colindan con algún miembro, y así el grupo no pierde su contigüidad; van primero los"
        " más parecidos: la media de su coeficiente de Gower (1971) con los miembros, sobre población,"
        " intensidad migratoria, marginación, clima y distancia a las fronteras, lo que esté cargado. Las"
        " partes contiguas son los componentes de la red de vecindad entre los miembros: quienes podrían"
        " presentarse juntos como vecinos. Buscar contraparte en grupo sigue los criterios de la SRE:"
        " problemas semejantes, historial de cooperación, capacidad de cumplir lo acordado; que convenga lo"
        " deciden los municipios. En redes y comparación se cuenta lo mismo de ambos grupos. La presentación"
        " por un conocido es el cierre de triángulos con que se predicen enlaces nuevos (Liben-Nowell y"
        " Kleinberg, 2007)."
    ),
    en=(
        "Members are the municipalities of the list, those that belong to the association or network now,"
        " those of the state and those that the polygon takes with their full geometry, all together. A"
        " metropolitan area is given by its metropolitan body, which is a network, or by the list. Gaps are"
        " members without known agreement, apart from those that nobody researched; coverage is computed"
        " over those researched. Only agreements that municipalities sign count, not those of their state."
        " Members that have a partner or a theme share it; who has it opens the door to those who lack it."
        " Municipalities that touch any member would fit, so that the group keeps its contiguity, the most"
        " similar first: the mean of their Gower coefficient (1971) with the members, over population,"
        " migration intensity, marginalization, climate and distance from the borders, whatever is loaded."
        " Contiguous parts are the components of the graph of neighbours among the members: those who could"
        " come forward together as neighbours. To look for a partner as a group follows the criteria of the"
        " SRE: similar problems, a record of cooperation, the means to do what is agreed; whether it is wise"
        " the municipalities decide. Networks and comparison count the same of both groups. Being introduced"
        " by an acquaintance is the closing of triangles by which new links are predicted (Liben-Nowell and"
        " Kleinberg, 2007)."
    ),
)
