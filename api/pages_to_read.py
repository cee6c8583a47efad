"""Every resource as a page to read: plain HTML without scripts, in Spanish or English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from starlette.responses import HTMLResponse, Response

from api.dependencies import AskedAddress
from api.formats import Format
from api.negotiation import Language
from api.representations import address, json_response
from api.schemas import Link
from geo.declarations import Field, Text

if TYPE_CHECKING:  # most of what is asked are no pages
    from jinja2 import Environment

ATLAS = Text("Atlas de Internacionalización Territorial", "Atlas of Territorial Internationalisation")
Crumb = tuple[Text, str]
"""What a step above is called, and its path."""

HOME: Crumb = (ATLAS, "/?f=html")
COLLECTIONS: Crumb = (Text("Colecciones", "Collections"), "/collections?f=html")
METHOD = Text("Cómo se responde", "How it is answered")
QUESTIONS: Crumb = (Text("Preguntas", "Questions"), "/questions?f=html")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads what: the language, the address as asked and the other forms of the same answer."""

    language: Language
    asked: AskedAddress
    offered: Sequence[Format]

    def page(self, template: str, title: Text, crumbs: Iterable[Crumb], **content: Any) -> HTMLResponse:
        """The page made with that template."""
        other: Language = "en" if self.language == "es" else "es"
        query = [pair for pair in self.asked.query if pair[0] not in {"f", "lang"}]

        def here(*pairs: tuple[str, str]) -> str:
            return address(self.asked.base_url, self.asked.path, [*query, *pairs])

        def say(es: str, en: str) -> str:
            return es if self.language == "es" else en

        def told(text: Text) -> str:
            return say(text.es, text.en)

        def to(path: str) -> str:
            """The address of another page, in the same language."""
            return f"{self.asked.base_url}{path}{'&' if '?' in path else '?'}lang={self.language}"

        body = _environment().get_template(template)
        text = body.render(
            language=self.language,
            other=other,
            other_href=here(("f", "html"), ("lang", other)),
            forms=[(form.title, here(("f", form.name))) for form in self.offered if not form.is_html],
            title=title,
            crumbs=list(crumbs),
            base_url=self.asked.base_url,
            say=say,
            told=told,
            to=to,
            shown=lambda value, field=None: _shown(value, field, self.language),
            atlas=ATLAS,
            **content,
        )
        return HTMLResponse(text, headers={"Content-Language": self.language})

    def document(self, form: Format, title: Text, crumbs: Iterable[Crumb], made: BaseModel) -> Response:
        """The document as JSON, or as a page that shows its members, whatever they are."""
        if not form.is_html:
            return json_response(made)
        members = made.model_dump()
        members.pop("links", None)
        # A template is no address that a reader can follow.
        links = [link for link in getattr(made, "links", []) if not link.templated]
        return self.page("document.html", title, crumbs, members=list(members.items()), links=links)


def _shown(value: object, field: Field | None, language: Language) -> str:
    """A value as a reader sees it: words of a vocabulary by their label, lists joined."""
    if value is None:
        return "—"
    if isinstance(value, list | tuple):
        return ", ".join(_shown(each, field, language) for each in value) or "—"
    if isinstance(value, bool):
        return {("es", True): "sí", ("es", False): "no", ("en", True): "yes", ("en", False): "no"}[
            language, value
        ]
    if isinstance(value, float):
        return f"{value:,.7g}" if abs(value) >= 1000 else f"{value:.7g}"
    if field is not None and field.vocabulary is not None:
        for word in field.vocabulary.words:
            if word.value == value:
                return word.label.es if language == "es" else word.label.en
    return str(value)


def href_of(links: Sequence[Link], rel: str) -> str | None:
    """The address of the first link of that kind."""
    return next((link.href for link in links if link.rel == rel), None)
