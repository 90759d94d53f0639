"""What a phone puts around our text when it sends it back: reactions, quotation marks, arrows."""
# ruff: noqa: E501, RUF001 - long patterns, of the quotation marks that phones use

import re

_REACTIONS = (
    # Apple, in English, and what takes them back
    r"liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted(?: with)?[^\w\"'\n]* to"
    r"|removed (?:an? [\w ]{4,14}|[^\w\"'\n]{1,12}) from|replied to(?: your message)?|in reply to"
    # Spanish
    r"|(?:no )?(?:le|me) (?:gusto|gusta|encanto|encanta)|(?:se|me) ri[oe] de|le dio risa|(?:le )?enfatizo"
    r"|exclamo|(?:le )?cuestiono|pregunto por|(?:ha )?reacciono? con [^\w\n]{1,12} a"
    r"|ha reaccionado con [^\w\n]{1,12} a|(?:elimino|quito) (?:un[ao]? )?[^\"\n]{1,20} (?:de|a)"
    # Portuguese, French, German, Italian
    r"|(?:nao )?(?:gostou de|curtiu|amou)|riu de|reagiu com [^\w\n]{1,12} a"
    r"|(?:n)?a (?:pas )?(?:aime|adore|ri a)|a reagi avec [^\w\n]{1,12} a"
    r"|gefallt(?: nicht)?|hat mit [^\w\n]{1,12} auf"
    r"|(?:non )?piace|ha (?:adorato|riso)|ha reagito con [^\w\n]{1,12} a"
    # Vietnamese, Tagalog, Polish, Russian
    r"|[đd]a (?:thich|khong thich|cuoi voi|phan ung [^\w\n]{1,12} voi)"
    r"|nagustuhan ang|nag-react ng [^\w\n]{1,12} sa|polubil|понравилось|не понравилось"
    # Chinese, Korean, Japanese, Arabic: the mark stands next to the quotation
    r"|喜欢|不喜欢|对|أعجب ب?ـ?"
    # Google Messages: an emoji, a short word and the quotation
    r"|(?:to|a|para)(?=\s*[\"“«]|\s+')"
)
_OPEN = r"[\"'“”„‟«»‹›‘‚「『]"
_REACTION = re.compile(
    rf"^[^\w\n]*(?:{_REACTIONS})\s*:?\s*(?={_OPEN}|$)", re.IGNORECASE | re.MULTILINE
)
_QUOTATION = re.compile(
    r"“[^”“]*(?:”|$)|„[^“”„]*(?:[“”]|$)|«[^»«]*(?:»|$)|「[^」]*(?:」|$)|『[^』]*(?:』|$)|‹[^›]*(?:›|$)"
    r"|\"[^\"]*\"|(?<!\S)\"[^\"]*$|(?<!\w)[‘‚'][^‘‚'\n]*'(?!\w)"
)
_AFTER_A_REACTION = re.compile(
    r"\s*(?:“[^”]*(?:”|$)|„[^“”]*(?:[“”]|$)|«[^»]*(?:»|$)|「[^」]*(?:」|$)|\"[^\"]*(?:\"|$)"
    r"|'.*?(?:'(?!\w)|$)|[‘‚].*?(?:'(?!\w)|$))",
    re.DOTALL,
)
_QUOTED_LINE = re.compile(r"^ *[>|]+.*$", re.MULTILINE)
_SHORT_QUOTATION_CHARS = 24


def without_quotations(text: str) -> str:
    """Leave of `text`, in plain letters, what the sender said in words of their own.

    What a reaction is to is never theirs; a longer quotation, or a quoted line, is so only where
    nothing stands beside it. A word or two in quotation marks is said with emphasis.
    """
    reaction = _REACTION.search(text)
    if reaction:
        quoted = _AFTER_A_REACTION.match(text, reaction.end())
        end = quoted.end() if quoted else reaction.end()
        return f"{text[: reaction.start()]}\n{text[end:]}"
    outside = _QUOTATION.sub(_only_if_short, _QUOTED_LINE.sub("\n", text))
    return outside if re.search(r"\w", outside) else text


def _only_if_short(match: re.Match[str]) -> str:
    return match[0] if len(match[0]) <= _SHORT_QUOTATION_CHARS else "\n"
