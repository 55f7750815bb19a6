"""Documents of ours, written in Markdown, as HTML for pages without scripts.

They hold headings, paragraphs, lists of one level and tables, and in them strong words, names of code and links; a
document that held more would show it as written. Streamlit draws the same text as Markdown.
"""

import re
from html import escape
from itertools import groupby

_BLOCKS = re.compile(r"\n\s*\n")
_HEADING = re.compile(r"(#{2,4}) (.+)")
_ITEM = re.compile(r"^- ", re.MULTILINE)
_INLINE = re.compile(r"\*\*(?P<strong>.+?)\*\*|`(?P<code>[^`]+)`|\[(?P<name>[^]]+)\]\((?P<url>https?://[^)\s]+)\)")


def parts(markdown: str) -> list[str]:
    """Return a document of ours in parts, each a table or what stands between two."""
    blocks = [block.strip() for block in _BLOCKS.split(markdown) if block.strip()]
    return ["\n\n".join(group) for _, group in groupby(blocks, is_table)]


def is_table(block: str) -> bool:
    """Say whether a block is a table."""
    return block.startswith("|")


def prose_html(markdown: str) -> str:
    """Return a document of ours, or a part of one, as HTML."""
    return "".join(_block(block.strip()) for block in _BLOCKS.split(markdown) if block.strip())


def _block(block: str) -> str:
    if heading := _HEADING.fullmatch(block):
        level = len(heading[1])
        return f"<h{level}>{_line(heading[2])}</h{level}>"
    if _ITEM.match(block):
        items = "".join(f"<li>{_line(item)}</li>" for item in _ITEM.split(block) if item.strip())
        return f"<ul>{items}</ul>"
    if is_table(block):
        return _table(block)
    return f"<p>{_line(block)}</p>"


def _table(block: str) -> str:
    head, rule, *rows = ([cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines())
    classes = [' class="number"' if cell.endswith(":") else "" for cell in rule]
    headed = "".join(f'<th scope="col"{kind}>{_line(cell)}</th>' for cell, kind in zip(head, classes, strict=True))
    body = "".join(
        f'<tr><th scope="row">{_line(row[0])}</th>'
        + "".join(f"<td{kind}>{_line(cell)}</td>" for cell, kind in zip(row[1:], classes[1:], strict=True))
        + "</tr>"
        for row in rows
    )
    # Where it is wider than its page it scrolls, also by keyboard.
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(" ".join(head))}"><table><thead><tr>{headed}'
        f"</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _line(text: str) -> str:
    """Return a text of several lines as one, with its strong words, names of code and links."""
    words, made, at = " ".join(text.split()), "", 0
    for found in _INLINE.finditer(words):
        made += escape(words[at : found.start()])
        at = found.end()
        if found["strong"]:
            made += f"<strong>{_line(found['strong'])}</strong>"
        elif found["code"]:
            made += f"<code>{escape(found['code'])}</code>"
        else:
            made += f'<a href="{escape(found["url"])}">{escape(found["name"])}</a>'
    return made + escape(words[at:])
