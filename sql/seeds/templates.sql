-- The wording of every message, in English and Spanish, by text and by email.
-- Placeholders: core/rules/wording/rendering.py. The frame and building blocks of HTML: core/rules/wording/emails/.
-- Rules: core/rules/wording/linter.py.
-- Running it again changes nothing; an edited text loses the carrier's copy of the old one.
set lock_timeout = '5s';

insert into templates (name, locale, channel, subject, body, body_html, gloss_en)
values

-- initial: asks for a review after a visit.
('initial', 'en', 'sms', null,
$t${{ practice_name }}: Hi{% if first_name %} {{ first_name }}{% endif %}, thank you for your visit. Would you write a Google review? {{ link }} Reply STOP to opt out$t$,
null, null),

('initial', 'es', 'sms', null,
$t${{ practice_name }}: Hola{% if first_name %} {{ first_name }}{% endif %}, gracias por venir. ¿Nos deja una reseña en Google? {{ link }} Responda ALTO para darse de baja$t$,
null,
$t${{ practice_name }}: Hello {{ first_name }}, thank you for coming. Will you leave us a review on Google? {{ link }} Reply ALTO (stop) to unsubscribe$t$),

('initial', 'en', 'email',
$t$Would you share your experience with {{ practice_name }}?$t$,
$t$Hi{% if first_name %} {{ first_name }}{% endif %},

thank you for visiting {{ practice_name }}. If you have a minute, would you share your experience in a Google review? Write it in your own words. Every honest review helps other people choose, and helps us do better.

Write a review on Google:
{{ link }}

Thank you,
{{ practice_name }}

--
You receive this because you recently visited {{ practice_name }}. We write at most twice about a visit.
Unsubscribe: {{ unsubscribe_link }}
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block preheader %}It takes about a minute, in your own words.{% endblock %}
{% block content %}
{{ heading("Hi" ~ (" " ~ first_name if first_name else "") ~ ", thank you for your visit") }}
<p style="margin:0 0 16px">If you have a minute, would you share your experience with {{ practice_name }} in a Google review? Write it in your own words.</p>
{{ button(link, "Write a review on Google") }}
<p style="margin:0 0 16px">Every honest review helps other people choose, and helps us do better.</p>
<p style="margin:0">Thank you,<br>{{ practice_name }}</p>
{% endblock %}
{% block footer %}
You receive this because you recently visited {{ practice_name }}. We write at most twice about a visit.<br>
{{ text_link(unsubscribe_link, "Unsubscribe") }}<br>
{{ postal_address }}
{% endblock %}
$t$,
null),

('initial', 'es', 'email',
$t$¿Nos cuenta su experiencia con {{ practice_name }}?$t$,
$t$Hola{% if first_name %} {{ first_name }}{% endif %}:

Gracias por visitar {{ practice_name }}. Si tiene un minuto, ¿nos cuenta su experiencia en una reseña de Google? Escríbala con sus propias palabras. Cada reseña sincera ayuda a otras personas a elegir y a nosotros a mejorar.

Escribir una reseña en Google:
{{ link }}

Gracias,
{{ practice_name }}

--
Recibe este mensaje porque visitó {{ practice_name }} hace poco. Escribimos como máximo dos veces por visita.
Darse de baja: {{ unsubscribe_link }}
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block preheader %}Toma un minuto, con sus propias palabras.{% endblock %}
{% block content %}
{{ heading("Hola" ~ (" " ~ first_name if first_name else "") ~ ", gracias por su visita") }}
<p style="margin:0 0 16px">Si tiene un minuto, ¿nos cuenta su experiencia con {{ practice_name }} en una reseña de Google? Escríbala con sus propias palabras.</p>
{{ button(link, "Escribir una reseña en Google") }}
<p style="margin:0 0 16px">Cada reseña sincera ayuda a otras personas a elegir y a nosotros a mejorar.</p>
<p style="margin:0">Gracias,<br>{{ practice_name }}</p>
{% endblock %}
{% block footer %}
Recibe este mensaje porque visitó {{ practice_name }} hace poco. Escribimos como máximo dos veces por visita.<br>
{{ text_link(unsubscribe_link, "Darse de baja") }}<br>
{{ postal_address }}
{% endblock %}
$t$,
$t$Hello {{ first_name }}: thank you for visiting {{ practice_name }}. If you have a minute, will you tell us about your experience in a Google review? Write it in your own words. Every sincere review helps other people choose and helps us improve. Write a review on Google: {{ link }}. You receive this because you visited {{ practice_name }} recently. We write at most twice a visit. Unsubscribe: {{ unsubscribe_link }}. {{ postal_address }}$t$),

-- reminder: the one reminder, two days later, in other words.
('reminder', 'en', 'sms', null,
$t${{ practice_name }}: Hi{% if first_name %} {{ first_name }}{% endif %}, just one reminder: a Google review helps others find care. {{ link }} Reply STOP to opt out$t$,
null, null),

('reminder', 'es', 'sms', null,
$t${{ practice_name }}: Hola{% if first_name %} {{ first_name }}{% endif %}, un recordatorio: una reseña en Google ayuda a otros. {{ link }} Responda ALTO para darse de baja$t$,
null,
$t${{ practice_name }}: Hello {{ first_name }}, a reminder: a review on Google helps others. {{ link }} Reply ALTO (stop) to unsubscribe$t$),

('reminder', 'en', 'email',
$t$A short reminder from {{ practice_name }}$t$,
$t$Hi{% if first_name %} {{ first_name }}{% endif %},

a short reminder, and the last one: if you would like to tell others about your visit to {{ practice_name }}, a few words on Google are enough.

Write a review on Google:
{{ link }}

Thank you,
{{ practice_name }}

--
You receive this because you recently visited {{ practice_name }}. We will not write about this visit again.
Unsubscribe: {{ unsubscribe_link }}
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block preheader %}A few words are enough. This is our last note about it.{% endblock %}
{% block content %}
{{ heading("A few words are enough") }}
<p style="margin:0 0 16px">Hi{% if first_name %} {{ first_name }}{% endif %}, this is a short reminder, and the last one. If you would like to tell others about your visit to {{ practice_name }}, you can do so on Google.</p>
{{ button(link, "Write a review on Google") }}
<p style="margin:0">Thank you,<br>{{ practice_name }}</p>
{% endblock %}
{% block footer %}
You receive this because you recently visited {{ practice_name }}. We will not write about this visit again.<br>
{{ text_link(unsubscribe_link, "Unsubscribe") }}<br>
{{ postal_address }}
{% endblock %}
$t$,
null),

('reminder', 'es', 'email',
$t$Un breve recordatorio de {{ practice_name }}$t$,
$t$Hola{% if first_name %} {{ first_name }}{% endif %}:

Un breve recordatorio, y el último: si desea contar a otras personas cómo fue su visita a {{ practice_name }}, bastan unas palabras en Google.

Escribir una reseña en Google:
{{ link }}

Gracias,
{{ practice_name }}

--
Recibe este mensaje porque visitó {{ practice_name }} hace poco. No volveremos a escribirle sobre esta visita.
Darse de baja: {{ unsubscribe_link }}
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block preheader %}Bastan unas palabras. Es nuestro último mensaje sobre esta visita.{% endblock %}
{% block content %}
{{ heading("Bastan unas palabras") }}
<p style="margin:0 0 16px">Hola{% if first_name %} {{ first_name }}{% endif %}, este es un breve recordatorio, y el último. Si desea contar a otras personas cómo fue su visita a {{ practice_name }}, puede hacerlo en Google.</p>
{{ button(link, "Escribir una reseña en Google") }}
<p style="margin:0">Gracias,<br>{{ practice_name }}</p>
{% endblock %}
{% block footer %}
Recibe este mensaje porque visitó {{ practice_name }} hace poco. No volveremos a escribirle sobre esta visita.<br>
{{ text_link(unsubscribe_link, "Darse de baja") }}<br>
{{ postal_address }}
{% endblock %}
$t$,
$t$Hello {{ first_name }}: a short reminder, and the last: if you wish to tell other people how your visit to {{ practice_name }} was, a few words on Google are enough. Write a review on Google: {{ link }}. You receive this because you visited {{ practice_name }} recently. We will not write to you about this visit again. Unsubscribe: {{ unsubscribe_link }}. {{ postal_address }}$t$),

-- nudge: set-up was begun and not finished. The text carries no link: a magic link goes by email only.
('nudge', 'en', 'sms', null,
$t${{ practice_name }}: your review requests are one step from going live. The link we emailed you finishes set-up in two minutes. Reply STOP to opt out$t$,
null, null),

('nudge', 'es', 'sms', null,
$t${{ practice_name }}: falta un paso para activar sus solicitudes de reseñas. El enlace que le enviamos por correo lo completa en dos minutos. Responda ALTO para darse de baja$t$,
null,
$t${{ practice_name }}: one step is missing to activate your review requests. The link we sent you by email completes it in two minutes. Reply ALTO (stop) to unsubscribe$t$),

('nudge', 'en', 'email',
$t$One step left for {{ practice_name }}$t$,
$t$Hello,

you began to set up review requests for {{ practice_name }} and are one step from going live. It takes about two minutes, and nothing is sent to patients before you are done.

Finish set-up:
{{ portal_link }}

Is something unclear? Answer this email and a person will help you.

--
You receive this because {{ practice_name }} subscribed to review requests.
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block preheader %}About two minutes, and your first requests can go out.{% endblock %}
{% block content %}
{{ heading("You are one step from going live") }}
<p style="margin:0 0 16px">You began to set up review requests for {{ practice_name }}. Finishing takes about two minutes, and nothing is sent to patients before you are done.</p>
{{ button(portal_link, "Finish set-up") }}
<p style="margin:0">Is something unclear? Answer this email and a person will help you.</p>
{% endblock %}
{% block footer %}
You receive this because {{ practice_name }} subscribed to review requests.<br>
{{ postal_address }}
{% endblock %}
$t$,
null),

('nudge', 'es', 'email',
$t$Falta un paso para {{ practice_name }}$t$,
$t$Hola:

Usted empezó a configurar las solicitudes de reseñas de {{ practice_name }} y solo falta un paso. Toma unos dos minutos, y no se envía nada a los pacientes antes de que termine.

Terminar la configuración:
{{ portal_link }}

¿Tiene alguna duda? Responda a este correo y una persona le ayudará.

--
Recibe este mensaje porque {{ practice_name }} contrató las solicitudes de reseñas.
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block preheader %}Unos dos minutos, y ya pueden salir las primeras solicitudes.{% endblock %}
{% block content %}
{{ heading("Solo falta un paso") }}
<p style="margin:0 0 16px">Usted empezó a configurar las solicitudes de reseñas de {{ practice_name }}. Terminar toma unos dos minutos, y no se envía nada a los pacientes antes.</p>
{{ button(portal_link, "Terminar la configuración") }}
<p style="margin:0">¿Tiene alguna duda? Responda a este correo y una persona le ayudará.</p>
{% endblock %}
{% block footer %}
Recibe este mensaje porque {{ practice_name }} contrató las solicitudes de reseñas.<br>
{{ postal_address }}
{% endblock %}
$t$,
$t$Hello: you began to configure the review requests of {{ practice_name }} and only one step is missing. It takes about two minutes, and nothing is sent to patients before you finish. Finish: {{ portal_link }}. Any doubt? Answer this email and a person will help you. {{ postal_address }}$t$),

-- magic_link: into the portal, after checkout or on request.
('magic_link', 'en', 'email',
$t${% if reason == "requested" %}Your sign-in link for {{ practice_name }}{% else %}Welcome: set up {{ practice_name }} in two minutes{% endif %}$t$,
$t$Hello,

{% if reason == "requested" %}
here is the new link for {{ practice_name }} that you asked for.
{% else %}
thank you for subscribing. Your account for {{ practice_name }} is ready: confirm a few settings, and your review requests go live. It takes about two minutes.
{% endif %}

Open the portal:
{{ portal_link }}

The link is for you alone and works for 7 days. If you did not ask for it, you can ignore this email.

--
You receive this because {{ practice_name }} subscribed to review requests.
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block preheader %}Your personal link into the portal. It works for 7 days.{% endblock %}
{% block content %}
{% if reason == "requested" %}
{{ heading("Your sign-in link") }}
<p style="margin:0 0 16px">Here is the new link for {{ practice_name }} that you asked for.</p>
{{ button(portal_link, "Open the portal") }}
{% else %}
{{ heading("Welcome. Two minutes, and you are live") }}
<p style="margin:0 0 16px">Thank you for subscribing. Your account for {{ practice_name }} is ready: confirm a few settings, and your review requests go live.</p>
{{ button(portal_link, "Set up " ~ practice_name) }}
{% endif %}
<p class="soft" style="margin:0;font-size:14px;line-height:21px;color:#52606d">The link is for you alone and works for 7 days. If you did not ask for it, you can ignore this email.</p>
{% endblock %}
{% block footer %}
You receive this because {{ practice_name }} subscribed to review requests.<br>
{{ postal_address }}
{% endblock %}
$t$,
null),

('magic_link', 'es', 'email',
$t${% if reason == "requested" %}Su enlace de acceso de {{ practice_name }}{% else %}Bienvenida: configure {{ practice_name }} en dos minutos{% endif %}$t$,
$t$Hola:

{% if reason == "requested" %}
Este es el nuevo enlace de {{ practice_name }} que pidió.
{% else %}
Gracias por su suscripción. La cuenta de {{ practice_name }} está lista: confirme unos ajustes y sus solicitudes de reseñas empiezan a salir. Toma unos dos minutos.
{% endif %}

Abrir el portal:
{{ portal_link }}

El enlace es solo para usted y sirve durante 7 días. Si no lo pidió, puede ignorar este correo.

--
Recibe este mensaje porque {{ practice_name }} contrató las solicitudes de reseñas.
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block preheader %}Su enlace personal al portal. Sirve durante 7 días.{% endblock %}
{% block content %}
{% if reason == "requested" %}
{{ heading("Su enlace de acceso") }}
<p style="margin:0 0 16px">Este es el nuevo enlace de {{ practice_name }} que pidió.</p>
{{ button(portal_link, "Abrir el portal") }}
{% else %}
{{ heading("Dos minutos y todo está en marcha") }}
<p style="margin:0 0 16px">Gracias por su suscripción. La cuenta de {{ practice_name }} está lista: confirme unos ajustes y sus solicitudes de reseñas empiezan a salir.</p>
{{ button(portal_link, "Configurar " ~ practice_name) }}
{% endif %}
<p class="soft" style="margin:0;font-size:14px;line-height:21px;color:#52606d">El enlace es solo para usted y sirve durante 7 días. Si no lo pidió, puede ignorar este correo.</p>
{% endblock %}
{% block footer %}
Recibe este mensaje porque {{ practice_name }} contrató las solicitudes de reseñas.<br>
{{ postal_address }}
{% endblock %}
$t$,
$t$Hello: thank you for your subscription (or: this is the new link you asked for). The account of {{ practice_name }} is ready: confirm a few settings and your review requests begin to go out. Open the portal: {{ portal_link }}. The link is for you alone and works for 7 days. If you did not ask for it, you can ignore this email. {{ postal_address }}$t$),

-- digest: the practice's week.
('digest', 'en', 'email',
$t${{ practice_name }}: {% if reviews_added %}{{ reviews_added | whole }} new Google review{{ "" if reviews_added == 1 else "s" }} this week{% else %}your week in reviews{% endif %}$t$,
$t${{ practice_name }}
Your week, {{ week_start | day }} to {{ week_end | day }}

New Google reviews: {{ reviews_added | whole }}
Average rating: {{ average_rating | decimal }}{% if total_reviews %} over {{ total_reviews | whole }} reviews{% endif %}


Patients asked: {{ sent | whole }}
Delivered: {{ delivered | whole }}
Opened the link: {{ clicked | whole }} ({{ ctr | percent }} of delivered)
Opted out: {{ opt_outs | whole }}
Cost of texts: {{ spend_usd | usd }}
{% if guarantee %}

Your guarantee: {{ guarantee.added | whole }} of {{ guarantee.target | whole }} new reviews by {{ guarantee.due_on | day }}{% if guarantee.status == "met" %}, reached{% elif guarantee.status == "failed" %}, missed: you get a credit{% endif %}.
{% endif %}
{% if quotes %}

What people wrote on Google:
{% for quote in quotes %}

"{{ quote.text or "(a rating without words)" }}"
-- {{ quote.author or "A Google user" }}, Google{% if quote.rating %}, {{ quote.rating | whole }}/5{% endif %}

{% if quote.url | web_link %}
{{ quote.url }}
{% endif %}
{% endfor %}
{% endif %}
{% if not_sent %}

Not asked, and why:
{% for row in not_sent %}
- {{ row.reason | reason }}: {{ row.count | whole }}
{% endfor %}
{% endif %}
{% if delayed %}

Waiting, and why:
{% for row in delayed %}
- {{ row.reason | reason }}: {{ row.count | whole }}
{% endfor %}
{% endif %}

Every patient with a finished visit is asked, at most twice, whatever their experience.{% if not_sent or delayed %} The reasons above are the only exceptions.{% endif %}


Open the portal:
{{ portal_link }}

--
Weekly report for {{ practice_name }}.
Unsubscribe from this report: {{ unsubscribe_link }}
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block preheader %}{{ reviews_added | whole }} new reviews, {{ sent | whole }} patients asked, {{ ctr | percent }} opened the link.{% endblock %}
{% block content %}
<p class="soft" style="margin:0 0 4px;font-size:14px;line-height:20px;color:#52606d">{{ week_start | day }} – {{ week_end | day }}</p>
{% if reviews_added %}
{{ heading((reviews_added | whole) ~ (" new Google review" if reviews_added == 1 else " new Google reviews")) }}
{% else %}
{{ heading("Your week in reviews") }}
{% endif %}
<p style="margin:0 0 16px">{% if average_rating %}Your place on Google stands at <strong>{{ average_rating | decimal }}</strong>{% if total_reviews %} over {{ total_reviews | whole }} reviews{% endif %}.{% else %}Your Google figures arrive with the first nightly reading.{% endif %}</p>
{% if guarantee %}
{{ subheading("Your guarantee") }}
{{ progress_bar(guarantee.added, guarantee.target) }}
<p style="margin:0 0 16px">{{ guarantee.added | whole }} of {{ guarantee.target | whole }} new reviews by {{ guarantee.due_on | day }}{% if guarantee.status == "met" %}: reached{% elif guarantee.status == "failed" %}: missed, and you get a credit{% endif %}.</p>
{% endif %}
{{ subheading("Requests") }}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
{{ figures(sent | whole, "patients asked", delivered | whole, "delivered") }}
{{ figures(clicked | whole, "opened the link", ctr | percent, "of delivered opened it") }}
{{ figures(opt_outs | whole, "opted out", spend_usd | usd, "cost of texts") }}
</table>
{% if quotes %}
{{ subheading("What people wrote") }}
{% for quote in quotes %}
<blockquote class="rule" style="margin:0 0 18px;padding:2px 0 2px 16px;border-left:3px solid #d5dce3">
<p style="margin:0 0 6px">{{ quote.text or "(a rating without words)" }}</p>
<p class="soft" style="margin:0;font-size:14px;line-height:20px;color:#52606d">{{ quote.author or "A Google user" }}{% if quote.rating %}, {{ quote.rating | whole }}/5{% endif %} · {% if quote.url | web_link %}{{ text_link(quote.url, "Google") }}{% else %}Google{% endif %}</p>
</blockquote>
{% endfor %}
{% endif %}
{% if not_sent %}
{{ subheading("Not asked, and why") }}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
{% for row in not_sent %}
<tr><td class="rule" style="padding:8px 0;border-bottom:1px solid #e1e6eb">{{ row.reason | reason }}</td><td class="rule" align="right" style="padding:8px 0;border-bottom:1px solid #e1e6eb">{{ row.count | whole }}</td></tr>
{% endfor %}
</table>
{% endif %}
{% if delayed %}
{{ subheading("Waiting, and why") }}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
{% for row in delayed %}
<tr><td class="rule" style="padding:8px 0;border-bottom:1px solid #e1e6eb">{{ row.reason | reason }}</td><td class="rule" align="right" style="padding:8px 0;border-bottom:1px solid #e1e6eb">{{ row.count | whole }}</td></tr>
{% endfor %}
</table>
{% endif %}
{{ button(portal_link, "Open the portal") }}
<p class="soft" style="margin:0;font-size:14px;line-height:21px;color:#52606d">Every patient with a finished visit is asked, at most twice, whatever their experience.{% if not_sent or delayed %} The reasons above are the only exceptions.{% endif %}</p>
{% endblock %}
{% block footer %}
Weekly report for {{ practice_name }}. {{ text_link(unsubscribe_link, "Unsubscribe from this report") }}<br>
{{ postal_address }}
{% endblock %}
$t$,
null),

('digest', 'es', 'email',
$t${{ practice_name }}: {% if reviews_added %}{{ reviews_added | whole }} {{ "reseña nueva" if reviews_added == 1 else "reseñas nuevas" }} en Google esta semana{% else %}su semana en reseñas{% endif %}$t$,
$t${{ practice_name }}
Su semana, del {{ week_start | day }} al {{ week_end | day }}

Reseñas nuevas en Google: {{ reviews_added | whole }}
Calificación media: {{ average_rating | decimal }}{% if total_reviews %} en {{ total_reviews | whole }} reseñas{% endif %}


Pacientes contactados: {{ sent | whole }}
Entregados: {{ delivered | whole }}
Abrieron el enlace: {{ clicked | whole }} ({{ ctr | percent }} de los entregados)
Bajas: {{ opt_outs | whole }}
Costo de los mensajes: {{ spend_usd | usd }}
{% if guarantee %}

Su garantía: {{ guarantee.added | whole }} de {{ guarantee.target | whole }} reseñas nuevas hasta el {{ guarantee.due_on | day }}{% if guarantee.status == "met" %}, cumplida{% elif guarantee.status == "failed" %}, no cumplida: recibe un crédito{% endif %}.
{% endif %}
{% if quotes %}

Lo que escribieron en Google:
{% for quote in quotes %}

"{{ quote.text or "(una calificación sin palabras)" }}"
-- {{ quote.author or "Una persona en Google" }}, Google{% if quote.rating %}, {{ quote.rating | whole }}/5{% endif %}

{% if quote.url | web_link %}
{{ quote.url }}
{% endif %}
{% endfor %}
{% endif %}
{% if not_sent %}

No contactados, y por qué:
{% for row in not_sent %}
- {{ row.reason | reason }}: {{ row.count | whole }}
{% endfor %}
{% endif %}
{% if delayed %}

En espera, y por qué:
{% for row in delayed %}
- {{ row.reason | reason }}: {{ row.count | whole }}
{% endfor %}
{% endif %}

Se pregunta a cada paciente con una visita terminada, dos veces como máximo, sea cual sea su experiencia.{% if not_sent or delayed %} Los motivos de arriba son las únicas excepciones.{% endif %}


Abrir el portal:
{{ portal_link }}

--
Informe semanal de {{ practice_name }}.
Dejar de recibir este informe: {{ unsubscribe_link }}
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block preheader %}{{ reviews_added | whole }} reseñas nuevas, {{ sent | whole }} pacientes contactados, {{ ctr | percent }} abrió el enlace.{% endblock %}
{% block content %}
<p class="soft" style="margin:0 0 4px;font-size:14px;line-height:20px;color:#52606d">{{ week_start | day }} – {{ week_end | day }}</p>
{% if reviews_added %}
{{ heading((reviews_added | whole) ~ (" reseña nueva en Google" if reviews_added == 1 else " reseñas nuevas en Google")) }}
{% else %}
{{ heading("Su semana en reseñas") }}
{% endif %}
<p style="margin:0 0 16px">{% if average_rating %}Su perfil de Google está en <strong>{{ average_rating | decimal }}</strong>{% if total_reviews %} con {{ total_reviews | whole }} reseñas{% endif %}.{% else %}Sus cifras de Google llegan con la primera lectura nocturna.{% endif %}</p>
{% if guarantee %}
{{ subheading("Su garantía") }}
{{ progress_bar(guarantee.added, guarantee.target) }}
<p style="margin:0 0 16px">{{ guarantee.added | whole }} de {{ guarantee.target | whole }} reseñas nuevas hasta el {{ guarantee.due_on | day }}{% if guarantee.status == "met" %}: cumplida{% elif guarantee.status == "failed" %}: no cumplida, y recibe un crédito{% endif %}.</p>
{% endif %}
{{ subheading("Solicitudes") }}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
{{ figures(sent | whole, "pacientes contactados", delivered | whole, "entregados") }}
{{ figures(clicked | whole, "abrieron el enlace", ctr | percent, "de los entregados lo abrió") }}
{{ figures(opt_outs | whole, "bajas", spend_usd | usd, "costo de los mensajes") }}
</table>
{% if quotes %}
{{ subheading("Lo que escribieron") }}
{% for quote in quotes %}
<blockquote class="rule" style="margin:0 0 18px;padding:2px 0 2px 16px;border-left:3px solid #d5dce3">
<p style="margin:0 0 6px">{{ quote.text or "(una calificación sin palabras)" }}</p>
<p class="soft" style="margin:0;font-size:14px;line-height:20px;color:#52606d">{{ quote.author or "Una persona en Google" }}{% if quote.rating %}, {{ quote.rating | whole }}/5{% endif %} · {% if quote.url | web_link %}{{ text_link(quote.url, "Google") }}{% else %}Google{% endif %}</p>
</blockquote>
{% endfor %}
{% endif %}
{% if not_sent %}
{{ subheading("No contactados, y por qué") }}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
{% for row in not_sent %}
<tr><td class="rule" style="padding:8px 0;border-bottom:1px solid #e1e6eb">{{ row.reason | reason }}</td><td class="rule" align="right" style="padding:8px 0;border-bottom:1px solid #e1e6eb">{{ row.count | whole }}</td></tr>
{% endfor %}
</table>
{% endif %}
{% if delayed %}
{{ subheading("En espera, y por qué") }}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
{% for row in delayed %}
<tr><td class="rule" style="padding:8px 0;border-bottom:1px solid #e1e6eb">{{ row.reason | reason }}</td><td class="rule" align="right" style="padding:8px 0;border-bottom:1px solid #e1e6eb">{{ row.count | whole }}</td></tr>
{% endfor %}
</table>
{% endif %}
{{ button(portal_link, "Abrir el portal") }}
<p class="soft" style="margin:0;font-size:14px;line-height:21px;color:#52606d">Se pregunta a cada paciente con una visita terminada, dos veces como máximo, sea cual sea su experiencia.{% if not_sent or delayed %} Los motivos de arriba son las únicas excepciones.{% endif %}</p>
{% endblock %}
{% block footer %}
Informe semanal de {{ practice_name }}. {{ text_link(unsubscribe_link, "Dejar de recibir este informe") }}<br>
{{ postal_address }}
{% endblock %}
$t$,
$t$The week of {{ practice_name }}, {{ week_start }} to {{ week_end }}: new Google reviews, average rating, patients contacted, delivered, opened the link, opt-outs, cost of messages, progress of the guarantee, what people wrote on Google with author, patients not contacted or waiting and why. Every patient with a finished visit is asked, at most twice, whatever their experience. Open the portal: {{ portal_link }}. Stop receiving this report: {{ unsubscribe_link }}. {{ postal_address }}$t$),

-- alert: to the operator.
('alert', 'en', 'email',
$t$Alert: {{ alert | replace("_", " ") }}{% if practice_name %} ({{ practice_name }}){% endif %}$t$,
$t${{ alert | replace("_", " ") | upper }}{% if practice_name %} - {{ practice_name }}{% endif %}


{{ summary }}

Since: {{ since | instant }}
{% if link %}
Look here: {{ link }}
{% endif %}

--
What to do is in docs/runbooks. You get one email when an alert is raised, not one for every check.
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block preheader %}{{ summary }}{% endblock %}
{% block brand %}{{ practice_name or "Review engine" }}{% endblock %}
{% block content %}
{{ heading(alert | replace("_", " ") | capitalize) }}
<p style="margin:0 0 16px">{{ summary }}</p>
<p class="soft" style="margin:0;font-size:14px;line-height:21px;color:#52606d">Since {{ since | instant }}</p>
{% if link %}
{{ button(link, "Look into it") }}
{% endif %}
{% endblock %}
{% block footer %}
What to do is in docs/runbooks. You get one email when an alert is raised, not one for every check.<br>
{{ postal_address }}
{% endblock %}
$t$,
null),

('alert', 'es', 'email',
$t$Alerta: {{ alert | replace("_", " ") }}{% if practice_name %} ({{ practice_name }}){% endif %}$t$,
$t${{ alert | replace("_", " ") | upper }}{% if practice_name %} - {{ practice_name }}{% endif %}


{{ summary }}

Desde: {{ since | instant }}
{% if link %}
Ver aquí: {{ link }}
{% endif %}

--
Qué hacer está en docs/runbooks. Se envía un correo cuando surge una alerta, no uno por cada revisión.
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block preheader %}{{ summary }}{% endblock %}
{% block brand %}{{ practice_name or "Review engine" }}{% endblock %}
{% block content %}
{{ heading(alert | replace("_", " ") | capitalize) }}
<p style="margin:0 0 16px">{{ summary }}</p>
<p class="soft" style="margin:0;font-size:14px;line-height:21px;color:#52606d">Desde {{ since | instant }}</p>
{% if link %}
{{ button(link, "Revisar") }}
{% endif %}
{% endblock %}
{% block footer %}
Qué hacer está en docs/runbooks. Se envía un correo cuando surge una alerta, no uno por cada revisión.<br>
{{ postal_address }}
{% endblock %}
$t$,
$t$Alert: {{ alert }} ({{ practice_name }}). {{ summary }}. Since {{ since }}. Look here: {{ link }}. What to do is in docs/runbooks. One email is sent when an alert arises, not one for every check. {{ postal_address }}$t$),

-- confirmation: the one text after an opt-out; practice_phone only where an appointment may be meant.
('confirmation', 'en', 'sms', null,
$t${{ practice_name }}: You are opted out and will receive no more messages. Reply START to receive them again.{% if practice_phone %} About an appointment? Please call {{ practice_phone }}.{% endif %}$t$,
null, null),

('confirmation', 'es', 'sms', null,
$t${{ practice_name }}: Ya no le enviaremos mensajes. Responda INICIAR para volver a recibirlos.{% if practice_phone %} ¿Es por una cita? Por favor llame al {{ practice_phone }}.{% endif %}$t$,
null,
$t${{ practice_name }}: We will send you no more messages. Reply INICIAR (start) to receive them again. Is it about an appointment? Please call {{ practice_phone }}.$t$),

('start_confirmation', 'en', 'sms', null,
$t${{ practice_name }}: You will receive messages from us again, at most two after a visit. Msg & data rates may apply. Reply HELP for help, STOP to opt out$t$,
null, null),

('start_confirmation', 'es', 'sms', null,
$t${{ practice_name }}: Vuelve a recibir nuestros mensajes, dos como mucho por visita. Pueden aplicarse tarifas de mensajes y datos. Responda AYUDA para ayuda, ALTO para darse de baja$t$,
null,
$t${{ practice_name }}: You receive our messages again, two at most a visit. Message and data rates may apply. Reply AYUDA (help) for help, ALTO (stop) to unsubscribe$t$),

-- help: the answer to HELP and AYUDA.
('help', 'en', 'sms', null,
$t${{ practice_name }}: we send a review request after a visit, at most two messages. {% if practice_phone %}Questions? Call {{ practice_phone }}.{% else %}Questions? Please call our office.{% endif %} Msg & data rates may apply. Reply STOP to opt out$t$,
null, null),

('help', 'es', 'sms', null,
$t${{ practice_name }}: enviamos una solicitud de reseña tras una visita, dos mensajes como mucho. {% if practice_phone %}¿Preguntas? Llame al {{ practice_phone }}.{% else %}¿Preguntas? Llame al consultorio.{% endif %} Pueden aplicarse tarifas. Responda ALTO para darse de baja$t$,
null,
$t${{ practice_name }}: we send a review request after a visit, two messages at most. Questions? Call {{ practice_phone }}. Rates may apply. Reply ALTO (stop) to unsubscribe$t$),

-- notice: tells the office of something it should act on.
('notice', 'en', 'email',
$t${% if kind == "reply" %}A patient replied to {{ practice_name }}{% elif kind == "appointment" %}Please check: a patient may want to change an appointment{% elif kind == "reconnect" %}Please connect {{ calendar or "your calendar" }} again{% elif kind == "credit" %}A credit for {{ practice_name }}{% elif kind == "confirm_address" %}Confirm this address for {{ practice_name }}{% elif kind == "address_changed" %}The sign-in address of {{ practice_name }} was changed{% else %}{{ heading_text or practice_name }}{% endif %}$t$,
$t$Hello,

{% if kind == "reply" %}
{{ first_name or "A patient" }} replied to a text from {{ practice_name }}:

{{ message }}

Please answer by phone or in person; answers to this email do not reach the patient.
{% elif kind == "appointment" %}
{{ first_name or "A patient" }} answered a review request from {{ practice_name }} with words that may concern an appointment:

{{ message }}

Please check whether they have an appointment coming up. Where the words also ask us to stop, we have stopped.
{% elif kind == "reconnect" %}
we can no longer read {{ calendar or "your calendar" }} for {{ practice_name }}, so new visits are not picked up. Connecting it again takes a minute.{{ " " ~ message if message else "" }}
{% elif kind == "credit" %}
your first 30 days brought fewer new reviews than we promise, so {{ practice_name }} gets a credit on the next invoice. You need not do anything.
{% elif kind == "confirm_address" %}
this address is to sign in to the portal of {{ practice_name }}. Until you confirm it, the address before does. If you did not ask for this, do nothing.
{% elif kind == "address_changed" %}
another address now signs in to the portal of {{ practice_name }}, and every other browser was signed out. If that was not you, tell us at once.
{% else %}
{{ message }}
{% endif %}

{% if kind == "confirm_address" %}Confirm this address:{% else %}Open the portal:{% endif %}

{{ portal_link }}

--
You receive this because {{ practice_name }} subscribed to review requests.
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block content %}
{% if kind == "reply" %}
{{ heading((first_name or "A patient") ~ " replied") }}
<blockquote class="rule" style="margin:0 0 18px;padding:2px 0 2px 16px;border-left:3px solid #d5dce3">{{ message }}</blockquote>
<p style="margin:0">Please answer by phone or in person; answers to this email do not reach the patient.</p>
{% elif kind == "appointment" %}
{{ heading("This may be about an appointment") }}
<p style="margin:0 0 16px">{{ first_name or "A patient" }} answered a review request from {{ practice_name }}:</p>
<blockquote class="rule" style="margin:0 0 18px;padding:2px 0 2px 16px;border-left:3px solid #d5dce3">{{ message }}</blockquote>
<p style="margin:0">Please check whether they have an appointment coming up. Where the words also ask us to stop, we have stopped.</p>
{% elif kind == "reconnect" %}
{{ heading("Please connect " ~ (calendar or "your calendar") ~ " again") }}
<p style="margin:0">We can no longer read it for {{ practice_name }}, so new visits are not picked up. Connecting it again takes a minute.{% if message %} {{ message }}{% endif %}</p>
{% elif kind == "credit" %}
{{ heading("A credit is on its way") }}
<p style="margin:0">Your first 30 days brought fewer new reviews than we promise, so {{ practice_name }} gets a credit on the next invoice. You need not do anything.</p>
{% elif kind == "confirm_address" %}
{{ heading("Is this your address?") }}
<p style="margin:0">This address is to sign in to the portal of {{ practice_name }}. Until you confirm it, the address before does. If you did not ask for this, do nothing.</p>
{% elif kind == "address_changed" %}
{{ heading("Your sign-in address was changed") }}
<p style="margin:0">Another address now signs in to the portal of {{ practice_name }}, and every other browser was signed out. If that was not you, tell us at once.</p>
{% else %}
{{ heading(heading_text or practice_name) }}
<p style="margin:0">{{ message }}</p>
{% endif %}
{{ button(portal_link, "Confirm this address" if kind == "confirm_address" else "Open the portal") }}
{% endblock %}
{% block footer %}
You receive this because {{ practice_name }} subscribed to review requests.<br>
{{ postal_address }}
{% endblock %}
$t$,
null),

('notice', 'es', 'email',
$t${% if kind == "reply" %}Un paciente respondió a {{ practice_name }}{% elif kind == "appointment" %}Por favor revise: un paciente quizá quiera cambiar una cita{% elif kind == "reconnect" %}Por favor conecte de nuevo {{ calendar or "su calendario" }}{% elif kind == "credit" %}Un crédito para {{ practice_name }}{% elif kind == "confirm_address" %}Confirme esta dirección para {{ practice_name }}{% elif kind == "address_changed" %}Cambió la dirección de acceso de {{ practice_name }}{% else %}{{ heading_text or practice_name }}{% endif %}$t$,
$t$Hola:

{% if kind == "reply" %}
{{ first_name or "Un paciente" }} respondió a un mensaje de {{ practice_name }}:

{{ message }}

Por favor conteste por teléfono o en persona; las respuestas a este correo no llegan al paciente.
{% elif kind == "appointment" %}
{{ first_name or "Un paciente" }} respondió a una solicitud de reseña de {{ practice_name }} con palabras que quizá se refieren a una cita:

{{ message }}

Por favor revise si tiene una cita próxima. Si las palabras también piden no recibir mensajes, ya no los enviamos.
{% elif kind == "reconnect" %}
Ya no podemos leer {{ calendar or "su calendario" }} de {{ practice_name }}, así que no se recogen las visitas nuevas. Conectarlo de nuevo toma un minuto.{{ " " ~ message if message else "" }}
{% elif kind == "credit" %}
Sus primeros 30 días trajeron menos reseñas nuevas de las que prometemos, así que {{ practice_name }} recibe un crédito en la próxima factura. No tiene que hacer nada.
{% elif kind == "confirm_address" %}
Esta dirección va a servir para entrar en el portal de {{ practice_name }}. Hasta que la confirme, sirve la anterior. Si usted no lo pidió, no haga nada.
{% elif kind == "address_changed" %}
Ahora otra dirección sirve para entrar en el portal de {{ practice_name }}, y se cerraron las demás sesiones. Si no fue usted, avísenos enseguida.
{% else %}
{{ message }}
{% endif %}

{% if kind == "confirm_address" %}Confirmar esta dirección:{% else %}Abrir el portal:{% endif %}

{{ portal_link }}

--
Recibe este mensaje porque {{ practice_name }} contrató las solicitudes de reseñas.
{{ postal_address }}
$t$,
$t${% extends "email" %}
{% block content %}
{% if kind == "reply" %}
{{ heading((first_name or "Un paciente") ~ " respondió") }}
<blockquote class="rule" style="margin:0 0 18px;padding:2px 0 2px 16px;border-left:3px solid #d5dce3">{{ message }}</blockquote>
<p style="margin:0">Por favor conteste por teléfono o en persona; las respuestas a este correo no llegan al paciente.</p>
{% elif kind == "appointment" %}
{{ heading("Quizá se trate de una cita") }}
<p style="margin:0 0 16px">{{ first_name or "Un paciente" }} respondió a una solicitud de reseña de {{ practice_name }}:</p>
<blockquote class="rule" style="margin:0 0 18px;padding:2px 0 2px 16px;border-left:3px solid #d5dce3">{{ message }}</blockquote>
<p style="margin:0">Por favor revise si tiene una cita próxima. Si las palabras también piden no recibir mensajes, ya no los enviamos.</p>
{% elif kind == "reconnect" %}
{{ heading("Por favor conecte de nuevo " ~ (calendar or "su calendario")) }}
<p style="margin:0">Ya no podemos leerlo para {{ practice_name }}, así que no se recogen las visitas nuevas. Conectarlo de nuevo toma un minuto.{% if message %} {{ message }}{% endif %}</p>
{% elif kind == "credit" %}
{{ heading("Un crédito está en camino") }}
<p style="margin:0">Sus primeros 30 días trajeron menos reseñas nuevas de las que prometemos, así que {{ practice_name }} recibe un crédito en la próxima factura. No tiene que hacer nada.</p>
{% elif kind == "confirm_address" %}
{{ heading("¿Es esta su dirección?") }}
<p style="margin:0">Esta dirección va a servir para entrar en el portal de {{ practice_name }}. Hasta que la confirme, sirve la anterior. Si usted no lo pidió, no haga nada.</p>
{% elif kind == "address_changed" %}
{{ heading("Cambió su dirección de acceso") }}
<p style="margin:0">Ahora otra dirección sirve para entrar en el portal de {{ practice_name }}, y se cerraron las demás sesiones. Si no fue usted, avísenos enseguida.</p>
{% else %}
{{ heading(heading_text or practice_name) }}
<p style="margin:0">{{ message }}</p>
{% endif %}
{{ button(portal_link, "Confirmar esta dirección" if kind == "confirm_address" else "Abrir el portal") }}
{% endblock %}
{% block footer %}
Recibe este mensaje porque {{ practice_name }} contrató las solicitudes de reseñas.<br>
{{ postal_address }}
{% endblock %}
$t$,
$t$To the office of {{ practice_name }}: a patient replied to a message ({{ message }}), please answer by phone or in person; or: a patient's words may concern an appointment, please check; where they ask us to stop, we have stopped; or: please connect {{ calendar }} again, we can no longer read it; or: a credit for the guarantee, you need not do anything. Open the portal: {{ portal_link }}. {{ postal_address }}$t$)

on conflict (name, locale, channel) do update set
    subject = excluded.subject,
    body = excluded.body,
    body_html = excluded.body_html,
    gloss_en = excluded.gloss_en,
    provider_template_id = case
        when templates.body = excluded.body then templates.provider_template_id
    end,
    updated_at = default
where
    (templates.subject, templates.body, templates.body_html, templates.gloss_en)
    is distinct from (excluded.subject, excluded.body, excluded.body_html, excluded.gloss_en);

-- proof: what the owner texts herself is, word for word, what her patients get first.
insert into templates (name, locale, channel, body, gloss_en)
select
    'proof' as name,
    locale,
    channel,
    body,
    gloss_en
from templates
where name = 'initial' and channel = 'sms'
on conflict (name, locale, channel) do update set
    body = excluded.body,
    gloss_en = excluded.gloss_en,
    updated_at = default
where
    (templates.body, templates.gloss_en) is distinct from (excluded.body, excluded.gloss_en);
