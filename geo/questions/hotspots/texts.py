"""How hot spots are computed, in plain words."""

from __future__ import annotations

from geo.declarations import Text

METHOD = Text(
    es=(
        "Cada municipio se compara con el promedio de sus vecinos y se pregunta si el azar daría algo así."
        " Vecinos: los contiguos (reina, tolerancia de 1 m; islas aparte), los k más cercanos o los que"
        " están a cierta distancia geodésica entre puntos interiores; todos pesan igual. La I de Moran"
        " resume todo el mapa. Moran local (Anselin, 1995) separa alto entre altos, bajo entre bajos, alto"
        " entre bajos y bajo entre altos, según el promedio de todos. G y G* (Getis y Ord, 1992; Ord y"
        " Getis, 1995) señalan dónde se juntan valores altos o bajos: qué parte del total tienen los"
        " vecinos, con pesos binarios. Las uniones locales (Anselin y Li, 2019) cuentan los vecinos que"
        " alcanzan el umbral de quien lo alcanza. Con denominador se comparan tasas: con Bayes empírico,"
        " Moran usa la tasa estandarizada de Assunção y Reis (1999) y lo demás la suavizada de Marshall"
        " (1991). Significancia: el municipio conserva su valor y los demás se reparten al azar entre los"
        " vecinos; p es (r + 1) / (m + 1), con r permutaciones al menos tan extremas en la dirección"
        " observada entre m, y los empates cuentan siempre en contra (esda los cuenta en una sola"
        " dirección). Así p es de una cola, como en GeoDa y PySAL; con dos colas, el doble; las uniones son"
        " siempre de una. z compara con la media y la desviación de las permutaciones; en G y G* es la"
        " de Getis y Ord, y en las uniones la hipergeométrica. Corrección: tasa de falsos descubrimientos"
        " (Benjamini y Hochberg, 1995), sobre todos los que se comparan. Las cifras son las de PySAL"
        " (esda, libpysal); la semilla las repite en cualquier máquina. Quien no tiene dato no se compara"
        " ni es vecino de nadie. Un municipio significativo es el centro de una concentración, que abarca"
        " también a sus vecinos, y una concentración no dice su causa."
    ),
    en=(
        "Each municipality is compared with the mean of its neighbours, and the question is whether chance"
        " would give as much. Neighbours: those that are contiguous (queen, tolerance of 1 m; islands"
        " apart), the k nearest, or those within a geodesic distance between points inside; all weigh the"
        " same. Moran's I sums up the whole map. Local Moran (Anselin, 1995) tells high among high, low"
        " among low, high among low and low among high, by the mean of all. G and G* (Getis and Ord, 1992;"
        " Ord and Getis, 1995) show where high or low values gather: which part of the total the neighbours"
        " have, with binary weights. Local join counts (Anselin and Li, 2019) count the neighbours that"
        " reach the threshold of one that reaches it. With a denominator rates are compared: with empirical"
        " Bayes, Moran takes the standardised rate of Assunção and Reis (1999) and the others the smoothed"
        " one of Marshall (1991). Significance: the municipality keeps its value and the others are dealt"
        " out among its neighbours by chance; p is (r + 1) / (m + 1), r being the permutations of m that"
        " are at least as extreme in the direction observed, and ties always count against it (esda counts"
        " them in one direction only). So p has one tail, as in GeoDa and PySAL; with two tails it is twice"
        " as much; join counts always have one. z is against the mean and deviation of the permutations; in"
        " G and G* it is that of Getis and Ord, in join counts the hypergeometric one. Correction: false"
        " discovery rate (Benjamini and Hochberg, 1995), over all that are compared. The figures are those"
        " of PySAL (esda, libpysal); the seed repeats them on any machine. Whoever has no value is not"
        " compared and is nobody's neighbour. A significant municipality is the core of a cluster, which"
        " takes in its neighbours too, and a cluster does not tell its cause."
    ),
)
