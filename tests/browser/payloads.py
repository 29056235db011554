"""Fifty texts that a careless page would run, break on, or hide; none is more than a text."""

from __future__ import annotations

RUN = "globalThis.ranPayload=1"
OUT = "http://payload.invalid"  # no request may go there

PAYLOADS: tuple[str, ...] = (
    # Markup that runs.
    f"</script><script>{RUN}</script>",
    f"<script>{RUN}</script>",
    f"<ScRiPt src={OUT}/a.js></sCrIpT>",
    f"<img src=x onerror={RUN}>",
    f'"><img src={OUT}/b.png onerror="{RUN}">',
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s></svg>",
    f"<body onload={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f'<iframe src="javascript:parent.{RUN}"></iframe>',
    f"<details open ontoggle={RUN}>more</details>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f'<math href="javascript:{RUN}">formula</math>',
    f"<object data={OUT}/c.swf></object>",
    f'<form action="javascript:{RUN}"><button>send</button></form>',
    f'<meta http-equiv="refresh" content="0;url={OUT}/d">',
    f'<base href="{OUT}/">',
    f"<link rel=stylesheet href={OUT}/e.css>",
    # Addresses.
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}",
    f"[a link](javascript:{RUN})",
    f"![a picture]({OUT}/f.png)",
    f"<a href=javascript:{RUN}>click me</a>",
    # What ends a text where another language holds it.
    "--><!--",
    "]]>",
    f"<!--<script>{RUN}",
    f"' onmouseover='{RUN}",
    f'" autofocus onfocus="{RUN}',
    f"&#39; onload=&#39;{RUN}",
    "&lt;b&gt; &amp;amp; &quot;",
    "\\u003cscript\\u003e \\x3c \\",
    f"${{{RUN}}} `{RUN}`",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"%s %d <%= {RUN} %>",
    f"');{RUN};//",
    "line one\u2028line two\u2029line three",
    # Style.
    f"}} * {{ background: url({OUT}/g.png) }}",
    f"</style><style>@import '{OUT}/h.css';</style>",
    "expression(1); position: fixed; inset: 0",
    # Letters that mislead.
    "\u202egnp.txt\u202c reversed",
    "zero\u200bwidth\u200d\ufeffjoined",
    "a\x00null and \x07bell and \x1b[31mescape",
    "half \ud83d a pair",
    # Names that objects have.
    "__proto__",
    "constructor",
    "toString",
    # Much of it.
    "long " + "x" * 100_000,
)
HUGE = "huge " + "x" * 2**20

assert len(set(PAYLOADS)) == 50
