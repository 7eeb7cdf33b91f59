#include "text/address.h"
#include "text/scan.h"
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const struct {
	const char *text;
	enum address_special special;
} phrases[] = {
	{"nfa", ADDRESS_NO_ABODE},
	{"no fixed abode", ADDRESS_NO_ABODE},
	{"no fixed address", ADDRESS_NO_ABODE},
	{"homeless", ADDRESS_NO_ABODE},
	{"of no fixed abode", ADDRESS_NO_ABODE},
	{"rough sleeper", ADDRESS_NO_ABODE},
	{"sofa surfing", ADDRESS_NO_ABODE},
	{"unknown", ADDRESS_UNKNOWN},
	{"not known", ADDRESS_UNKNOWN},
	{"n k", ADDRESS_UNKNOWN},
	{"nk", ADDRESS_UNKNOWN},
	{"unk", ADDRESS_UNKNOWN},
	{"tbc", ADDRESS_UNKNOWN},
	{"to be confirmed", ADDRESS_UNKNOWN},
	{"n a", ADDRESS_UNKNOWN},
	{"na", ADDRESS_UNKNOWN},
	{"none", ADDRESS_UNKNOWN},
	{"not given", ADDRESS_UNKNOWN},
	{"not stated", ADDRESS_UNKNOWN},
	{"not recorded", ADDRESS_UNKNOWN},
	{"not disclosed", ADDRESS_UNKNOWN},
	{"address unknown", ADDRESS_UNKNOWN},
	{"unknown address", ADDRESS_UNKNOWN},
	{"location unknown", ADDRESS_UNKNOWN},
	{"unknown location", ADDRESS_UNKNOWN},
	{"whereabouts unknown", ADDRESS_UNKNOWN},
	{"address not known", ADDRESS_UNKNOWN},
	{"not applicable", ADDRESS_UNKNOWN},
	{"refused", ADDRESS_UNKNOWN},
	{"refused to say", ADDRESS_UNKNOWN},
	{"as above", ADDRESS_AS_ABOVE},
	{"same as above", ADDRESS_AS_ABOVE},
	{"same", ADDRESS_AS_ABOVE},
	{"ditto", ADDRESS_AS_ABOVE},
	{"same address", ADDRESS_AS_ABOVE},
	{"see above", ADDRESS_AS_ABOVE},
	{"as above address", ADDRESS_AS_ABOVE},
	{"same place", ADDRESS_AS_ABOVE},
	{"same location", ADDRESS_AS_ABOVE},
	{"address as above", ADDRESS_AS_ABOVE},
	{"as before", ADDRESS_AS_ABOVE},
	{"a a", ADDRESS_AS_ABOVE},
	{"home", ADDRESS_HOME},
	{"home address", ADDRESS_HOME},
	{"h a", ADDRESS_HOME},
	{"own home", ADDRESS_HOME},
	{"at home", ADDRESS_HOME},
	{"home addr", ADDRESS_HOME},
	{"own address", ADDRESS_HOME},
	{"family home", ADDRESS_HOME},
	{"home add", ADDRESS_HOME},
	{"placement", ADDRESS_PLACEMENT},
	{"the placement", ADDRESS_PLACEMENT},
	{"at placement", ADDRESS_PLACEMENT},
	{"placement address", ADDRESS_PLACEMENT},
	{"own placement", ADDRESS_PLACEMENT},
};

enum address_special address_special(const char *text)
{
	char folded[128], plain[128];
	size_t n = 0;
	if (!scan_fold(text, folded, sizeof folded))
		return ADDRESS_PLACE;
	bool figures = strpbrk(folded, "0123456789") != NULL;
	for (const char *p = folded; *p; p++)
		if (is_letter(*p) || is_digit(*p))
			plain[n++] = *p;
		else if (n > 0 && plain[n - 1] != ' ' && *p != '.')
			plain[n++] = ' ';
	while (n > 0 && plain[n - 1] == ' ')
		n--;
	plain[n] = '\0';
	if (n == 0)
		return !folded[0]               ? ADDRESS_EMPTY
		       : strchr("\"'", *folded) ? ADDRESS_AS_ABOVE
						: ADDRESS_UNKNOWN;
	for (size_t i = 0; i < COUNT(phrases); i++)
		if (strcmp(plain, phrases[i].text) == 0)
			return phrases[i].special;
	/* "NFA - sofa surfing": what follows says no place, unless it holds a number.
	 */
	if (!figures && (strncmp(plain, "nfa ", 4) == 0 ||
				strncmp(plain, "no fixed abode ", 15) == 0))
		return ADDRESS_NO_ABODE;
	return ADDRESS_PLACE;
}

const char *address_special_name(enum address_special special)
{
	static const char *const names[] = {"place", "empty", "no fixed abode",
		"unknown", "as above", "home", "placement"};
	return names[special];
}

const char *address_relation_name(enum address_relation relation)
{
	static const char *const names[] = {
		"at", "outside", "near", "opposite", "behind", "junction", "between"};
	return names[relation];
}
