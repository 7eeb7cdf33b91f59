#include "text/identifier.h"
#include "text/scan.h"
#include <string.h>

/* Longer than any platform allows. */
#define HANDLE_MAX 60

static const struct {
	const char *name, *platform;
} platforms[] = {
	{"snapchat", "snapchat"},
	{"snap", "snapchat"},
	{"sc", "snapchat"},
	{"instagram", "instagram"},
	{"insta", "instagram"},
	{"ig", "instagram"},
	{"facebook", "facebook"},
	{"fb", "facebook"},
	{"messenger", "facebook"},
	{"tiktok", "tiktok"},
	{"tik tok", "tiktok"},
	{"tt", "tiktok"},
	{"whatsapp", "whatsapp"},
	{"wa", "whatsapp"},
	{"twitter", "twitter"},
	{"x", "twitter"},
	{"discord", "discord"},
	{"telegram", "telegram"},
	{"tg", "telegram"},
	{"kik", "kik"},
	{"roblox", "roblox"},
	{"xbox", "xbox"},
	{"psn", "playstation"},
	{"playstation", "playstation"},
	{"youtube", "youtube"},
	{"steam", "steam"},
	{"wizz", "wizz"},
	{"yubo", "yubo"},
};
#define PLATFORMS_N (sizeof platforms / sizeof platforms[0])

static const struct {
	const char *start, *platform;
} sites[] = {
	{"instagram.com/", "instagram"},
	{"snapchat.com/add/", "snapchat"},
	{"tiktok.com/@", "tiktok"},
	{"facebook.com/", "facebook"},
	{"fb.com/", "facebook"},
	{"twitter.com/", "twitter"},
	{"x.com/", "twitter"},
	{"t.me/", "telegram"},
	{"youtube.com/@", "youtube"},
};

static struct identifier refuse(enum identifier_outcome outcome, const char *reason)
{
	struct identifier id = {outcome, reason, ""};
	return id;
}

/* Lower case of ASCII, other bytes as they are; blanks at the ends dropped. */
static bool lower_copy(const char *text, char *out, size_t size)
{
	size_t n = 0;
	for (const char *p = text ? text : ""; *p; p++) {
		char c = to_lower(*p);
		if (c == '\t' || c == '\r' || c == '\n')
			c = ' ';
		if (c == ' ' && n == 0)
			continue;
		if (n + 1 >= size || (unsigned char)c < ' ' || c == 0x7F)
			return false;
		out[n++] = c;
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return true;
}

/* Past "https://www.instagram.com/", with the site's platform; NULL where it is none.
 */
static char *after_site(char *text, const char **platform)
{
	char *p = strstr(text, "://");
	p = p ? p + 3 : text;
	if (strncmp(p, "www.", 4) == 0)
		p += 4;
	for (size_t i = 0; i < sizeof sites / sizeof sites[0]; i++) {
		size_t n = strlen(sites[i].start);
		if (strncmp(p, sites[i].start, n) == 0) {
			*platform = sites[i].platform;
			p += n;
			p[strcspn(p, "/?#")] = '\0';
			return p;
		}
	}
	return NULL;
}

/* Past "snap: ", "ig @", "insta - "; a bare blank parts only from a platform's name. */
static char *after_platform(char *text, const char **platform)
{
	for (size_t i = 0; i < PLATFORMS_N; i++) {
		size_t n = strlen(platforms[i].name);
		if (strncmp(text, platforms[i].name, n) != 0)
			continue;
		char *p = text + n;
		size_t gap = strspn(p, " :-=/");
		bool part = gap > 0 && (strcspn(p, ":= @/") < gap || p[gap] == '@');
		if (!part && *p != '@')
			continue;
		*platform = platforms[i].platform;
		return p + gap;
	}
	return NULL;
}

/* "foo (snapchat)": cuts the bracket off. */
static void platform_behind(char *text, const char **platform)
{
	char *open = strrchr(text, '(');
	size_t n = strlen(text);
	if (!open || open == text || text[n - 1] != ')')
		return;
	for (size_t i = 0; i < PLATFORMS_N; i++) {
		size_t m = strlen(platforms[i].name);
		if (strncmp(open + 1, platforms[i].name, m) == 0 &&
			open[m + 1] == ')') {
			*platform = platforms[i].platform;
			while (open > text && open[-1] == ' ')
				open--;
			*open = '\0';
			return;
		}
	}
}

/* Words that stand where no handle is known. */
static bool says_unknown(const char *text)
{
	static const char *const words[] = {"", "unknown", "not known", "n/k", "nk",
		"unk", "tbc", "n/a", "none", "nil", "null", "-", "?", "yes", "no", "y",
		"n"};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(text, words[i]) == 0)
			return true;
	return false;
}

struct identifier handle_parse(const char *text)
{
	char folded[IDENTIFIER_MAX - 16];
	const char *platform = NULL;
	if (!lower_copy(text, folded, sizeof folded))
		return refuse(IDENTIFIER_REFUSED, "too long for a handle: check it");
	char *plain = folded + strspn(folded, "@ :-=/");
	char *name = after_site(plain, &platform);
	if (!name)
		name = after_platform(plain, &platform);
	if (!name) {
		name = plain;
		platform_behind(name, &platform);
	}
	name += strspn(name, "@ :-=/");
	if (says_unknown(name))
		return refuse(IDENTIFIER_EMPTY, "no handle is given");
	if (strchr(name, ' '))
		return refuse(IDENTIFIER_REFUSED,
			"a handle has no blanks: part several with ;, and give a "
			"display name "
			"as an alias");
	if (strchr(name, '@'))
		return refuse(IDENTIFIER_REFUSED,
			"an e-mail address or several handles: part several with ;");
	if (strlen(name) < 2)
		return refuse(IDENTIFIER_REFUSED, "too short for a handle");
	if (strlen(name) > HANDLE_MAX)
		return refuse(IDENTIFIER_REFUSED, "too long for a handle: check it");
	struct identifier id = {IDENTIFIER_OK, "", ""};
	size_t n = platform ? strlen(platform) : 0;
	if (platform) {
		memcpy(id.key, platform, n);
		id.key[n++] = ':';
	}
	memcpy(id.key + n, name, strlen(name) + 1);
	return id;
}
