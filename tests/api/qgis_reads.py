"""Run by the Python that has QGIS: what its OAPIF provider makes of collections, as JSON."""

import json
import os
import sys


def main(url: str, *collections: str) -> None:
    """Prints what each collection is to QGIS, by its name, and ends the process."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Only that Python has it, and the tests are collected by another.
    from qgis.core import Qgis, QgsApplication, QgsVectorLayer, QgsWkbTypes

    application = QgsApplication([], False)
    application.initQgis()
    read = {"version": Qgis.QGIS_VERSION}
    for name in collections:
        layer = QgsVectorLayer(f"typename='{name}' url='{url}' pageSize='1000'", name, "OAPIF")
        features = list(layer.getFeatures()) if layer.isValid() else []
        read[name] = {
            "is_valid": layer.isValid(),
            "kind": QgsWkbTypes.displayString(layer.wkbType()),
            "crs": layer.crs().authid(),
            "fields": [field.name() for field in layer.fields()],
            "count": len(features),
            "placed": sum(feature.hasGeometry() and not feature.geometry().isEmpty() for feature in features),
        }
    print(json.dumps(read), flush=True)
    # QGIS 3.22 breaks down while it is taken apart; all that was asked is said by now.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
