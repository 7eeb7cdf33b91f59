#include "report/svg.h"
#include <string.h>

void xml_add(struct strbuf *buf, const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '&')
			strbuf_add(buf, "&amp;");
		else if (c == '<')
			strbuf_add(buf, "&lt;");
		else if (c == '>')
			strbuf_add(buf, "&gt;");
		else if (c == '"')
			strbuf_add(buf, "&quot;");
		else if (c == '\'')
			strbuf_add(buf, "&#39;");
		else if (c < 0x20 && c != '\n' && c != '\t')
			strbuf_char(buf, ' ');
		else
			strbuf_char(buf, (char)c);
	}
}

/* Parts that are dropped: from the first text to the end of the second. */
static const struct {
	const char *from, *to;
} dropped[] = {{"<title>", "</title>\n"}, {"<desc>", "</desc>\n"}, {"<!--", "-->"}};

static const char *after_dropped(const char *p)
{
	for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) {
		if (!str_starts(p, dropped[i].from))
			continue;
		const char *end = strstr(p, dropped[i].to);
		return end ? end + strlen(dropped[i].to) : p + strlen(p);
	}
	return p;
}

/* Text that is followed by an id, in the forms gnuplot writes. */
static const char *const before_id[] = {
	" id=\"", " id='", "href='#", "href=\"#", "url(#"};

static size_t id_prefix(const char *p)
{
	for (size_t i = 0; i < sizeof before_id / sizeof *before_id; i++)
		if (str_starts(p, before_id[i]))
			return strlen(before_id[i]);
	return 0;
}

const char *svg_tidy(struct arena *arena, const char *svg, const char *name)
{
	static const char font[] = "font-family=\"";
	struct strbuf buf;
	strbuf_init(&buf, arena);
	const char *p = strstr(svg, "<svg");
	if (!p || !strstr(p, "</svg>"))
		return NULL;
	while (*p) {
		const char *next = after_dropped(p);
		size_t n = id_prefix(p);
		if (next != p) {
			p = next;
		} else if (n) {
			strbuf_add_n(&buf, p, n);
			strbuf_printf(&buf, "%s-", name);
			p += n;
		} else if (str_starts(p, font)) {
			strbuf_printf(&buf,
				"%sArial, Helvetica, Liberation Sans, "
				"DejaVu Sans, sans-serif",
				font);
			p += strlen(font);
			p += strcspn(p, "\"");
		} else {
			strbuf_char(&buf, *p++);
		}
	}
	return buf.text;
}

const char *svg_titled(struct arena *arena, const char *svg, const char *title)
{
	const char *end = strchr(svg, '>');
	if (!end)
		return svg;
	struct strbuf buf;
	strbuf_init(&buf, arena);
	strbuf_add_n(&buf, svg, (size_t)(end - svg));
	strbuf_add(&buf, " role=\"img\">\n<title>");
	xml_add(&buf, title);
	strbuf_add(&buf, "</title>");
	strbuf_add(&buf, end + 1);
	return buf.text;
}
