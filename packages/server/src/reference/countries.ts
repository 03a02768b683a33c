/**
 * Countries and territories with their international calling codes and how their numbers are written, one a line: ISO 3166-1
 * code, English name, calling code, and where there are any: the prefixes by which numbers tell the country from others of
 * the same code, and how a mobile number is grouped after the code (X a digit). Written by `npm run countries` from the
 * names in `country-names.ts` and the metadata of libphonenumber; a test fails when it is out of date.
 */
export const countryLines: string = `
AC|Ascension Island|247||XXXXX
AD|Andorra|376||XXX XXX
AE|United Arab Emirates|971||XX XXX XXXX
AF|Afghanistan|93||XX XXX XXXX
AG|Antigua and Barbuda|1|268|XXX XXX XXXX
AI|Anguilla|1|264|XXX XXX XXXX
AL|Albania|355||XX XXX XXXX
AM|Armenia|374||XX XXXXXX
AO|Angola|244||XXX XXX XXX
AR|Argentina|54||X XX XXXX XXXX
AS|American Samoa|1|684|XXX XXX XXXX
AT|Austria|43||XXX XXXXXX
AU|Australia|61||XXX XXX XXX
AW|Aruba|297||XXX XXXX
AX|Åland Islands|358|18|XX XXXXXXX
AZ|Azerbaijan|994||XX XXX XX XX
BA|Bosnia and Herzegovina|387||XX XXX XXX
BB|Barbados|1|246|XXX XXX XXXX
BD|Bangladesh|880||XXXX XXXXXX
BE|Belgium|32||XXX XX XX XX
BF|Burkina Faso|226||XX XX XX XX
BG|Bulgaria|359||XX XXX XXX
BH|Bahrain|973||XXXX XXXX
BI|Burundi|257||XX XX XX XX
BJ|Benin|229||XX XX XX XX XX
BM|Bermuda|1|441|XXX XXX XXXX
BN|Brunei|673||XXX XXXX
BO|Bolivia|591||XXXXXXXX
BQ|Bonaire, Sint Eustatius and Saba|599|3,4,7|XXX XXXX
BR|Brazil|55||XX XXXXX XXXX
BS|Bahamas|1|242|XXX XXX XXXX
BT|Bhutan|975||XX XX XX XX
BW|Botswana|267||XX XXX XXX
BY|Belarus|375||XX XXX XX XX
BZ|Belize|501||XXX XXXX
CA|Canada|1|204,226,236,249,250,257,263,273,289,306,343,354,365,367,368,382,403,416,418,428,431,437,438,450,468,474,506,514,519,548,579,581,584,587,604,613,639,647,672,683,705,709,742,753,778,780,782,807,819,825,867,873,879,902,905,942|XXX XXX XXXX
CC|Cocos (Keeling) Islands|61|89162|XXX XXX XXX
CD|Congo (Kinshasa)|243||XXX XXX XXX
CF|Central African Republic|236||XX XX XX XX
CG|Congo (Brazzaville)|242||XX XXX XXXX
CH|Switzerland|41||XX XXX XX XX
CI|Côte d’Ivoire|225||XX XX XX XXXX
CK|Cook Islands|682||XX XXX
CL|Chile|56||X XXXX XXXX
CM|Cameroon|237||X XX XX XX XX
CN|China|86||XXX XXXX XXXX
CO|Colombia|57||XXX XXXXXXX
CR|Costa Rica|506||XXXX XXXX
CU|Cuba|53||X XXXXXXX
CV|Cape Verde|238||XXX XX XX
CW|Curaçao|599||X XXX XXXX
CX|Christmas Island|61|89164|XXX XXX XXX
CY|Cyprus|357||XX XXXXXX
CZ|Czechia|420||XXX XXX XXX
DE|Germany|49||XXXX XXXXXXX
DJ|Djibouti|253||XX XX XX XX
DK|Denmark|45||XX XX XX XX
DM|Dominica|1|767|XXX XXX XXXX
DO|Dominican Republic|1|8001,809,829,849|XXX XXX XXXX
DZ|Algeria|213||XXX XX XX XX
EC|Ecuador|593||XX XXX XXXX
EE|Estonia|372||XXXX XXXX
EG|Egypt|20||XX XXXXXXXX
ER|Eritrea|291||X XXX XXX
ES|Spain|34||XXX XX XX XX
ET|Ethiopia|251||XX XXX XXXX
FI|Finland|358||XX XXXXXXX
FJ|Fiji|679||XXX XXXX
FK|Falkland Islands|500||XXXXX
FM|Micronesia|691||XXX XXXX
FO|Faroe Islands|298||XX XX XX
FR|France|33||X XX XX XX XX
GA|Gabon|241||XX XX XX XX
GB|United Kingdom|44||XXXX XXXXXX
GD|Grenada|1|473|XXX XXX XXXX
GE|Georgia|995||XXX XX XX XX
GF|French Guiana|594||XXX XX XX XX
GG|Guernsey|44|1481,7781,7839,79111,79117|XXXX XXXXXX
GH|Ghana|233||XX XXX XXXX
GI|Gibraltar|350||XXXXXXXX
GL|Greenland|299||XX XX XX
GM|Gambia|220||XXX XXXX
GN|Guinea|224||XXX XX XX XX
GP|Guadeloupe|590||XXX XX XX XX
GQ|Equatorial Guinea|240||XXX XXX XXX
GR|Greece|30||XXX XXX XXXX
GT|Guatemala|502||XXXX XXXX
GU|Guam|1|671|XXX XXX XXXX
GW|Guinea-Bissau|245||XXX XXX XXX
GY|Guyana|592||XXX XXXX
HK|Hong Kong|852||XXXX XXXX
HN|Honduras|504||XXXX XXXX
HR|Croatia|385||XX XXX XXXX
HT|Haiti|509||XX XX XXXX
HU|Hungary|36||XX XXX XXXX
ID|Indonesia|62||XXX XXX XXX
IE|Ireland|353||XX XXX XXXX
IL|Israel|972||XX XXX XXXX
IM|Isle of Man|44|1624,74576,7524,7624|XXXX XXXXXX
IN|India|91||XXXXX XXXXX
IO|British Indian Ocean Territory|246||XXX XXXX
IQ|Iraq|964||XXX XXX XXXX
IR|Iran|98||XXX XXX XXXX
IS|Iceland|354||XXX XXXX
IT|Italy|39||XXX XXX XXXX
JE|Jersey|44|1534,7509,77003,77007,77008,7797,7829,7937|XXXX XXXXXX
JM|Jamaica|1|658,876|XXX XXX XXXX
JO|Jordan|962||X XXXX XXXX
JP|Japan|81||XX XXXX XXXX
KE|Kenya|254||XXX XXXXXX
KG|Kyrgyzstan|996||XXX XXX XXX
KH|Cambodia|855||XX XXX XXX
KI|Kiribati|686||XXXXXXXX
KM|Comoros|269||XXX XX XX
KN|Saint Kitts and Nevis|1|869|XXX XXX XXXX
KP|North Korea|850||XXX XXX XXXX
KR|South Korea|82||XX XXXX XXXX
KW|Kuwait|965||XXX XXXXX
KY|Cayman Islands|1|345|XXX XXX XXXX
KZ|Kazakhstan|7|6,7|XXX XXX XXXX
LA|Laos|856||XX XX XXX XXX
LB|Lebanon|961||XX XXX XXX
LC|Saint Lucia|1|758|XXX XXX XXXX
LI|Liechtenstein|423||XXX XXX XXX
LK|Sri Lanka|94||XX XXX XXXX
LR|Liberia|231||XX XXX XXXX
LS|Lesotho|266||XXXX XXXX
LT|Lithuania|370||XXX XXXXX
LU|Luxembourg|352||XXX XXX XXX
LV|Latvia|371||XX XXX XXX
LY|Libya|218||XX XXXXXXX
MA|Morocco|212||X XX XX XX XX
MC|Monaco|377||X XX XX XX XX
MD|Moldova|373||XXX XX XXX
ME|Montenegro|382||XX XXX XXX
MF|Saint Martin|590|59000,59007,59009,59013,59030,59043,59050,59056,59058,59077,59079|XXX XX XX XX
MG|Madagascar|261||XX XX XXX XX
MH|Marshall Islands|692||XXX XXXX
MK|North Macedonia|389||XX XXX XXX
ML|Mali|223||XX XX XX XX
MM|Myanmar|95||X XXX XXXX
MN|Mongolia|976||XXXX XXXX
MO|Macau|853||XXXX XXXX
MP|Northern Mariana Islands|1|670|XXX XXX XXXX
MQ|Martinique|596||XXX XX XX XX
MR|Mauritania|222||XX XX XX XX
MS|Montserrat|1|664|XXX XXX XXXX
MT|Malta|356||XXXX XXXX
MU|Mauritius|230||XXXX XXXX
MV|Maldives|960||XXX XXXX
MW|Malawi|265||XXX XX XX XX
MX|Mexico|52||XXX XXX XXXX
MY|Malaysia|60||XX XXX XXXX
MZ|Mozambique|258||XX XXX XXXX
NA|Namibia|264||XX XXX XXXX
NC|New Caledonia|687||XX XX XX
NE|Niger|227||XX XX XX XX
NF|Norfolk Island|672||X XXXXX
NG|Nigeria|234||XXX XXX XXXX
NI|Nicaragua|505||XXXX XXXX
NL|Netherlands|31||X XXXXXXXX
NO|Norway|47||XX XX XX XX
NP|Nepal|977||XXX XXXXXXX
NR|Nauru|674||XXX XXXX
NU|Niue|683||XXX XXXX
NZ|New Zealand|64||XX XXX XXXX
OM|Oman|968||XXXX XXXX
PA|Panama|507||XXXX XXXX
PE|Peru|51||XXX XXX XXX
PF|French Polynesia|689||XX XX XX XX
PG|Papua New Guinea|675||XXXX XXXX
PH|Philippines|63||XXX XXX XXXX
PK|Pakistan|92||XXX XXXXXXX
PL|Poland|48||XXX XXX XXX
PM|Saint Pierre and Miquelon|508||XX XX XX
PR|Puerto Rico|1|787,939|XXX XXX XXXX
PS|Palestine|970||XXX XXX XXX
PT|Portugal|351||XXX XXX XXX
PW|Palau|680||XXX XXXX
PY|Paraguay|595||XXX XXXXXX
QA|Qatar|974||XXXX XXXX
RE|Réunion|262||XXX XX XX XX
RO|Romania|40||XXX XXX XXX
RS|Serbia|381||XX XXXXXXX
RU|Russia|7||XXX XXX XX XX
RW|Rwanda|250||XXX XXX XXX
SA|Saudi Arabia|966||XX XXX XXXX
SB|Solomon Islands|677||XX XXXXX
SC|Seychelles|248||X XXX XXX
SD|Sudan|249||XX XXX XXXX
SE|Sweden|46||XX XXX XX XX
SG|Singapore|65||XXXX XXXX
SH|Saint Helena|290||XXXXX
SI|Slovenia|386||XX XXX XXX
SJ|Svalbard and Jan Mayen|47|79|XX XX XX XX
SK|Slovakia|421||XXX XXX XXX
SL|Sierra Leone|232||XX XXXXXX
SM|San Marino|378||XX XX XX XX
SN|Senegal|221||XX XXX XX XX
SO|Somalia|252||X XXXXXXX
SR|Suriname|597||XXX XXXX
SS|South Sudan|211||XXX XXX XXX
ST|São Tomé and Príncipe|239||XXX XXXX
SV|El Salvador|503||XXXX XXXX
SX|Sint Maarten|1|721|XXX XXX XXXX
SY|Syria|963||XXX XXX XXX
SZ|Eswatini|268||XXXX XXXX
TA|Tristan da Cunha|290|8|XXXX
TC|Turks and Caicos Islands|1|649|XXX XXX XXXX
TD|Chad|235||XX XX XX XX
TG|Togo|228||XX XX XX XX
TH|Thailand|66||XX XXX XXXX
TJ|Tajikistan|992||XX XXX XXXX
TK|Tokelau|690||XXXX
TL|Timor-Leste|670||XXXX XXXX
TM|Turkmenistan|993||XX XXXXXX
TN|Tunisia|216||XX XXX XXX
TO|Tonga|676||XXX XXXX
TR|Turkey|90||XXX XXX XX XX
TT|Trinidad and Tobago|1|868|XXX XXX XXXX
TV|Tuvalu|688||XX XXXX
TW|Taiwan|886||XXX XXX XXX
TZ|Tanzania|255||XXX XXX XXX
UA|Ukraine|380||XX XXX XXXX
UG|Uganda|256||XXX XXXXXX
US|United States|1||XXX XXX XXXX
UY|Uruguay|598||XX XXX XXX
UZ|Uzbekistan|998||XX XXX XX XX
VA|Vatican City|39|06698|XXX XXX XXXX
VC|Saint Vincent and the Grenadines|1|784|XXX XXX XXXX
VE|Venezuela|58||XXX XXXXXXX
VG|British Virgin Islands|1|284|XXX XXX XXXX
VI|US Virgin Islands|1|340|XXX XXX XXXX
VN|Vietnam|84||XXX XXX XXX
VU|Vanuatu|678||XXX XXXX
WF|Wallis and Futuna|681||XX XX XX
WS|Samoa|685||XX XXXXX
XK|Kosovo|383||XX XXX XXX
YE|Yemen|967||XXX XXX XXX
YT|Mayotte|262|2689,269,63,7093|XXX XX XX XX
ZA|South Africa|27||XX XXX XXXX
ZM|Zambia|260||XX XXXXXXX
ZW|Zimbabwe|263||XX XXX XXXX
`
