"""Where CONAPO publishes its tables: in one folder, on a server that has changed its name."""

_FOLDER = "work/models/CONAPO"
_SERVER = "https://conapo.segob.gob.mx"


def address(path: str, server: str = _SERVER) -> str:
    """The address of a published table.

    >>> address("IIM/table.csv", "http://old.example").removeprefix("http://old.example/")
    'work/models/CONAPO/IIM/table.csv'
    """
    return f"{server}/{_FOLDER}/{path}"
