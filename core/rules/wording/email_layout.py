"""The one design of every HTML email: the frame that templates extend, and its building blocks."""

_FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

LAYOUT = (
    """<!doctype html>
<html lang="{{ locale }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no">
<title>{{ subject }}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #11161c !important; }
  .card { background: #1b232c !important; border-color: #2c3744 !important; }
  .ink { color: #eef2f6 !important; }
  .soft { color: #a9b6c3 !important; }
  .rule { border-color: #2c3744 !important; }
  .tile { background: #232d38 !important; }
  .track { background: #2c3744 !important; }
  .bar { background: #3fb6a8 !important; }
  .link { color: #6fd3c7 !important; }
  .button { background: #3fb6a8 !important; }
  .button a { color: #08201d !important; }
}
@media (max-width: 480px) {
  .pad { padding: 24px 20px !important; }
  .hero { font-size: 24px !important; line-height: 30px !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f3f5f7;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">{% block preheader %}{% endblock %}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f3f5f7">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
<tr><td class="soft" style="padding:0 8px 12px;font:600 14px/20px FONT;color:#52606d">{% block brand %}{{ practice_name }}{% endblock %}</td></tr>
<tr><td class="card pad ink" style="padding:32px;background:#ffffff;border:1px solid #e1e6eb;border-radius:12px;font:16px/25px FONT;color:#1c2630">
{% block content %}{% endblock %}
</td></tr>
<tr><td class="soft" style="padding:16px 8px 0;font:13px/20px FONT;color:#5f6c79">{% block footer %}{% endblock %}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"""  # noqa: E501 - a mail client's tag and its inline styles stay on one line
).replace("FONT", _FONT)
"""Templates extend it and fill its blocks preheader, brand, content and footer.

One column of at most 600 px, readable on a phone, in light and dark.
"""


BUILDING_BLOCKS = (
    """
{% macro heading(text) %}<h1 class="ink hero" style="margin:0 0 16px;font:700 26px/32px FONT;color:#1c2630">{{ text }}</h1>{% endmacro %}
{% macro subheading(text) %}<h2 class="ink" style="margin:28px 0 10px;font:700 17px/24px FONT;color:#1c2630">{{ text }}</h2>{% endmacro %}
{% macro button(href, label) %}
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0"><tr><td class="button" style="background:#0f766e;border-radius:8px"><a href="{{ href }}" style="display:inline-block;padding:14px 26px;font:600 16px/20px FONT;color:#ffffff;text-decoration:none">{{ label }}</a></td></tr></table>
{% endmacro %}
{% macro text_link(href, label) %}<a class="link" href="{{ href }}" style="color:#0f766e">{{ label }}</a>{% endmacro %}
{% macro figure(value, label) %}<td class="tile" width="50%" valign="top" style="padding:14px 16px;background:#f3f6f8;border-radius:8px"><div class="ink" style="font:700 22px/28px FONT;color:#1c2630">{{ value }}</div><div class="soft" style="font:13px/18px FONT;color:#52606d">{{ label }}</div></td>{% endmacro %}
{% macro figures(value, label, next_value, next_label) %}
<tr>{{ figure(value, label) }}<td width="8" style="width:8px;min-width:8px;font-size:0">&nbsp;</td>{{ figure(next_value, next_label) }}</tr>
<tr><td colspan="3" height="8" style="height:8px;font-size:0;line-height:8px">&nbsp;</td></tr>
{% endmacro %}
{% macro progress_bar(done, target) %}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 6px"><tr><td class="track" style="background:#e1e6eb;border-radius:6px;font-size:0;line-height:0"><div class="bar" style="width:{{ [[100 * done / target, 0] | max, 100] | min | round | int if target else 0 }}%;height:10px;background:#0f766e;border-radius:6px">&nbsp;</div></td></tr></table>
{% endmacro %}
"""  # noqa: E501 - a mail client's tag and its inline styles stay on one line
).replace("FONT", _FONT)
"""Macros that an HTML template may call: headings, a button for the thumb, figures, a bar.

What a bar shows is said in words beside it.
"""
