"""How the network of governments and partners is made and measured, in plain words."""

from __future__ import annotations

from geo.declarations import Text

METHOD = Text(
    es=(
        "La red une a cada gobierno (municipio o estado) con las contrapartes con las que se le conocen"
        " acuerdos; el peso de un vínculo es cuántos acuerdos tienen (un firmante, una contraparte y un"
        " instrumento hacen uno). Una contraparte nacional, si se piden, es un nodo distinto del gobierno"
        " mexicano del mismo nombre. Las otras dos vistas son proyecciones (Breiger, 1974; Borgatti y"
        " Everett, 1997): dos gobiernos quedan unidos si comparten contrapartes, dos contrapartes si"
        " comparten gobiernos, y el peso es cuántos comparten. Que dos gobiernos compartan contraparte no"
        " quiere decir que trabajen juntos. Medidas, siempre de la red que se da, entera o alrededor de"
        " uno: grado, con cuántos está vinculado; grado con peso, la suma de los pesos; intermediación"
        " (Freeman, 1977; algoritmo de Brandes, 2001), qué parte de los pares restantes tiene su camino más"
        " corto a través del nodo, de 0 a 1, sin pesos; vector propio (Bonacich, 1972), con pesos, el mayor"
        " vale 1, y los componentes de menor valor propio valen 0; núcleo k (Seidman, 1983), el mayor k tal"
        " que el nodo queda cuando se quitan los de menos de k vínculos; componente, los nodos unidos por"
        " algún camino; comunidad, por Louvain (Blondel y otros, 2008) sobre la modularidad (Newman y"
        " Girvan, 2004) con la semilla dada. Louvain puede dejar comunidades partidas (Traag, Waltman y van"
        " Eck, 2019): cada pedazo se toma por una. Otra semilla puede dar otra partición casi tan buena. La"
        " red personal son los nodos hasta tantos pasos del centro y los vínculos entre ellos. El camino"
        " más corto va entre dos gobiernos por contrapartes compartidas, con los filtros y sin mirar el"
        " peso mínimo; de varios iguales se da el primero en orden de claves y se dice cuántos hay. Un par"
        " fronterizo es un municipio a no más de la distancia dada de la frontera con un país y una"
        " contraparte suya en ese país a no más de esa distancia del municipio: geodésica (GRS80, Karney,"
        " 2013) del punto de la contraparte al borde del municipio. En el mapa los municipios y las"
        " contrapartes están en su punto y los estados en el medio de los de sus municipios. Una red de"
        " registros incompletos subestima los vínculos: quien no aparece puede tenerlos."
    ),
    en=(
        "The network links each government (municipality or state) with the partners with which agreements"
        " of it are known; the weight of a link is how many agreements they have (one signatory, one"
        " partner and one instrument make one). A domestic partner, if those are asked for, is another node"
        " than the Mexican government of the same name. The other two views are projections (Breiger, 1974;"
        " Borgatti and Everett, 1997): two governments are linked if they share partners, two partners if"
        " they share governments, and the weight is how many they share. That two governments share a"
        " partner does not mean that they work together. Measures, always of the network that is given,"
        " whole or around one: degree, with how many it is linked; weighted degree, the sum of the weights;"
        " betweenness (Freeman, 1977; algorithm of Brandes, 2001), which share of the other pairs has its"
        " shortest way through the node, 0 to 1, without weights; eigenvector (Bonacich, 1972), by the"
        " weights, the greatest being 1 and components of a lesser eigenvalue 0; k-core (Seidman, 1983),"
        " the greatest k such that the node stays when those of fewer than k links are taken away;"
        " component, the nodes joined by any path; community, by Louvain (Blondel et al., 2008) on the"
        " modularity (Newman and Girvan, 2004) with the given seed. Louvain may leave communities in pieces"
        " (Traag, Waltman and van Eck, 2019): each piece counts as one. Another seed may give another"
        " partition almost as good. The ego network is the nodes up to so many steps from the centre and"
        " the links among them. The shortest path runs between two governments through shared partners,"
        " under the filters and whatever the least weight; of several equal ones the first in order of keys"
        " is given, and how many there are. A pair across a border is a municipality at no more than the"
        " given distance from the border with a country and a partner of its own in that country at no more"
        " than that distance from the municipality: geodesic (GRS80, Karney, 2013) from the point of the"
        " partner to the edge of the municipality. On the map municipalities and partners are at their"
        " points, states in the middle of those of their municipalities. A network of incomplete records"
        " underestimates the links: who is not in it may have some."
    ),
)
