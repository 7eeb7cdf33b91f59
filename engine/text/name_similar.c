#include "text/name.h"
#include "text/scan.h"
#include <string.h>

/* Forenames that are one name's forms, each line a name. */
static const char *const short_forms[] = {
	" abigail abby abi gail ",
	" adam ad ",
	" alexander alex al sandy alec xander ",
	" alexandra alex sandra lexi ",
	" alfred alf alfie fred ",
	" amanda mandy ",
	" andrew andy drew ",
	" anthony antony tony ant ",
	" arthur art ",
	" barbara barb babs ",
	" benjamin ben benny benji ",
	" bradley brad ",
	" callum cal ",
	" cameron cam ",
	" catherine katherine kathryn kate katie kath cathy kat kitty ",
	" charles charlie chas chaz ",
	" charlotte charlie lottie ",
	" christine chris ",
	" christopher chris topher kit ",
	" daniel dan danny ",
	" danielle dani ",
	" david dave davey ",
	" deborah debbie deb debra ",
	" dominic dom ",
	" donald don ",
	" edward ed eddie ted teddy ned ",
	" eleanor ellie nell nora ",
	" elizabeth liz lizzie beth betty eliza libby lisa ",
	" emily em emmy ",
	" francis frank frankie fran ",
	" frederick fred freddie freddy ",
	" gabriel gabe ",
	" gareth gaz gary ",
	" geoffrey jeffrey geoff jeff ",
	" gerald gerry jerry ",
	" gregory greg ",
	" harold harry ",
	" henry harry hal ",
	" isabella bella izzy isabel ",
	" jacob jake ",
	" jacqueline jackie ",
	" james jim jimmy jamie ",
	" jason jay ",
	" jennifer jen jenny ",
	" jessica jess ",
	" john johnny jon jack jonny ",
	" jonathan jon jonny jonathon ",
	" joseph joe joey ",
	" joshua josh ",
	" kenneth ken kenny ",
	" kimberley kim ",
	" lawrence larry laurence ",
	" leonard len lenny leo ",
	" lewis louis lou lew ",
	" luke lukasz ",
	" margaret maggie peggy meg ",
	" martin marty ",
	" matthew matt matty ",
	" maxwell max ",
	" michael mick mike mikey mickey ",
	" mohammed mohammad muhammad mohamed muhammed mo ",
	" natalie nat ",
	" nathan nate nathaniel nat ",
	" nicholas nick nicky nicolas ",
	" nicola nicky nicki ",
	" oliver ollie olly ",
	" pamela pam ",
	" patricia pat trish tricia ",
	" patrick pat paddy ",
	" peter pete ",
	" philip phillip phil ",
	" raymond ray ",
	" rebecca becky becca bex ",
	" richard rick ricky dick rich richie ",
	" robert bob bobby rob robbie bert ",
	" ronald ron ronnie ",
	" russell russ ",
	" samantha sam ",
	" samuel sam sammy ",
	" simon si ",
	" stephanie steph ",
	" stephen steven steve ste ",
	" stuart stewart stu ",
	" susan sue susie ",
	" thomas tom tommy ",
	" timothy tim ",
	" terence terry terrence ",
	" theodore theo ted ",
	" victoria vicky vicki tori ",
	" vincent vince vinny ",
	" william will bill billy liam willy ",
	" zachary zac zach zak ",
};

static bool in_line(const char *line, const char *word)
{
	char padded[32];
	size_t n = strlen(word);
	if (n + 3 > sizeof padded)
		return false;
	padded[0] = ' ';
	memcpy(padded + 1, word, n);
	padded[n + 1] = ' ';
	padded[n + 2] = '\0';
	return strstr(line, padded) != NULL;
}

static bool short_form(const char *a, const char *b)
{
	for (size_t i = 0; i < sizeof short_forms / sizeof short_forms[0]; i++)
		if (in_line(short_forms[i], a) && in_line(short_forms[i], b))
			return true;
	return false;
}

/* One letter more, less or other, or two neighbours swapped. */
static bool one_slip(const char *a, const char *b)
{
	if (str_distance(a, b, 1) <= 1)
		return true;
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return a[0] && a[1] && a[0] == b[1] && a[1] == b[0] &&
	       strcmp(a + 2, b + 2) == 0;
}

static bool forenames_agree(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	if (n == 0 || m == 0)
		return false;
	if (strcmp(a, b) == 0)
		return true;
	if (n == 1 || m == 1)
		return a[0] == b[0];
	if (n >= 5 && m >= 5 && one_slip(a, b))
		return true;
	return short_form(a, b);
}

static bool surnames_agree(const char *a, const char *b)
{
	char sound_a[5], sound_b[5];
	if (strcmp(a, b) == 0)
		return true;
	name_sound(a, sound_a);
	name_sound(b, sound_b);
	if (sound_a[0] && strcmp(sound_a, sound_b) == 0)
		return true;
	return strlen(a) >= 4 && strlen(b) >= 4 && one_slip(a, b);
}

bool name_similar(const struct person_name *a, const struct person_name *b)
{
	if (!a->key[0] || !b->key[0])
		return false;
	if (strcmp(a->key, b->key) == 0)
		return true;
	if (!a->surname[0] || !b->surname[0])
		return strlen(a->forename) >= 2 && strlen(b->forename) >= 2 &&
		       forenames_agree(a->forename, b->forename);
	if (strcmp(a->forename, b->surname) == 0 &&
		strcmp(a->surname, b->forename) == 0)
		return true;
	return surnames_agree(a->surname, b->surname) &&
	       forenames_agree(a->forename, b->forename);
}

/* The code of a letter: '1' … '6', '0' for a vowel, 'h' for h and w. */
static char sound_code(char c)
{
	static const char codes[] = "01230120022455012623010202";
	return c == 'h' || c == 'w' ? 'h' : codes[c - 'a'];
}

void name_sound(const char *word, char sound[5])
{
	size_t n = 0;
	char last = 0;
	memset(sound, 0, 5);
	for (const char *p = word; *p && n < 4; p++) {
		if (!is_lower(*p))
			continue;
		char code = sound_code(*p);
		if (n == 0)
			sound[n++] = to_upper(*p);
		else if (code >= '1' && code <= '6' && code != last)
			sound[n++] = code;
		if (code != 'h')
			last = code;
	}
	while (n > 0 && n < 4)
		sound[n++] = '0';
}
