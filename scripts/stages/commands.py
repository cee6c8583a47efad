"""Running the programs of a stage: output into a log, one line of progress, failures as one sentence."""

import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.stages import checks
from scripts.stages.places import Places
from scripts.stages.speech import Refused, one_of, say

Command = Sequence[str | Path]

# How uv, pip and npm say that they reached no registry.
UNREACHABLE = re.compile(
    r"error sending request|dns error|failed to lookup address|failed to fetch|connection refused|"
    r"connection reset|tunnel error|operation timed out|network is unreachable|"
    r"temporary failure in name resolution|newconnectionerror|no route to host|name or service not known|"
    r"ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH",
    re.IGNORECASE,
)
CERTIFICATE = re.compile(
    r"self-signed certificate|SELF_SIGNED_CERT|unknownissuer|UNABLE_TO_(?:GET|VERIFY)|"
    r"CERTIFICATE_VERIFY_FAILED",
    re.IGNORECASE,
)
FULL = re.compile(r"no space left on device|ENOSPC|disk quota exceeded|os error 28", re.IGNORECASE)


def run(
    places: Places,
    name: str,
    command: Command,
    *,
    doing: tuple[str, str],
    environment: Mapping[str, str],
    folder: Path | None = None,
) -> None:
    """The command has ended well. Its output is in `build/logs/<name>.log`. Raises `Refused`."""
    places.logs.mkdir(parents=True, exist_ok=True)
    log = places.logs / f"{name}.log"
    started = time.monotonic()
    with log.open("wb") as output:
        try:
            process = subprocess.Popen(
                [str(word) for word in command],
                cwd=folder or places.root,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        except OSError as problem:
            raise failure(places, log, doing, str(problem)) from None
        code = _watch(process, one_of(*doing), started)
    seconds = time.monotonic() - started
    if code != 0:
        raise failure(places, log, doing, log.read_text(encoding="utf-8", errors="replace"))
    say(f"  ✓ {doing[0]} ({seconds:.0f} s)", f"  ✓ {doing[1]} ({seconds:.0f} s)")


def failure(places: Places, log: Path, doing: tuple[str, str], output: str) -> Refused:
    """The one sentence for what a program printed before it failed."""
    shown = places.shown(log)
    if FULL.search(output):
        return checks.no_space(places.root)
    if CERTIFICATE.search(output):
        return Refused(
            f"El certificado del registro de paquetes no es de confianza ({doing[0]}): indique el de su red "
            f"con SSL_CERT_FILE y NODE_EXTRA_CA_CERTS; los detalles están en {shown}.",
            f"The certificate of the package registry is not trusted ({doing[1]}): name that of your network "
            f"with SSL_CERT_FILE and NODE_EXTRA_CA_CERTS; details are in {shown}.",
        )
    if UNREACHABLE.search(output):
        return Refused(
            f"No se pudo llegar al registro de paquetes ({doing[0]}): revise la red o el proxy (HTTPS_PROXY) "
            f"y vuelva a intentarlo; los detalles están en {shown}.",
            f"The package registry could not be reached ({doing[1]}): check the network or the proxy "
            f"(HTTPS_PROXY) and try again; details are in {shown}.",
        )
    return Refused(
        f"Falló un paso ({doing[0]}): los detalles están en {shown}.",
        f"A step failed ({doing[1]}): details are in {shown}.",
    )


def _watch(process: subprocess.Popen[bytes], text: str, started: float) -> int:
    """The exit code; until then a line on a terminal counts the seconds. The program ends with us."""
    live = sys.stderr.isatty()
    try:
        while True:
            try:
                return process.wait(timeout=1 if live else None)
            except subprocess.TimeoutExpired:
                print(
                    f"\r  … {text} {time.monotonic() - started:.0f} s ", end="", file=sys.stderr, flush=True
                )
    finally:
        if live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
        if process.poll() is None:
            process.terminate()
            process.wait()
