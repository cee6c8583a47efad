"""The register read a second time, on purpose with none of the project's code: what answers must equal."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

Row = dict[str, str]


class Register:
    """The CSV files as rows of text. Of the release it takes only which partner each record was placed at."""

    def __init__(self, folder: Path, rejected: set[str], partners: Mapping[str, str]) -> None:
        self._folder, self._rejected = folder, rejected
        self.partners = partners

    def rows(self, name: str) -> list[Row]:
        """The rows of one file that the release took."""
        with (self._folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return [row for row in csv.DictReader(file) if row["id"] not in self._rejected]

    def known(self, scope: str = "international") -> dict[tuple[str, str, str], list[Row]]:
        """Records of one scope by signatory, partner and instrument: each key is a known agreement."""
        together: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for row in self.rows("agreements"):
            if scope in {"any", row["scope"]}:
                signatory = row["mx_cvegeo"] or row["mx_cve_ent"]
                together[signatory, self.partners[row["id"]], row["instrument"]].append(row)
        return together
