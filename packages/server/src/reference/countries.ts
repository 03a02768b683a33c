/**
 * Countries and territories with their international calling codes and the usual grouping of their numbers, one a line:
 * ISO 3166-1 code, English name, calling code, and where there are any: the prefixes that tell the country from others
 * of the same code, and the grouping (X a digit). ITU-T E.164 and the numbering plans are the source of the numbers.
 */
export const countryLines: string = `
AD|Andorra|376||XX XX XX
AE|United Arab Emirates|971||XX XXX XXXX
AF|Afghanistan|93||XXX XXX XXX
AG|Antigua and Barbuda|1|268|XXX XXXX
AI|Anguilla|1|264|XXX XXXX
AL|Albania|355||XX XXX XXXX
AM|Armenia|374||XX XXX XXX
AO|Angola|244||XXX XXX XXX
AR|Argentina|54||XXX XXX XXXX
AS|American Samoa|1|684|XXX XXXX
AT|Austria|43||XXX XXX XXXX
AU|Australia|61||XXX XXX XXX
AW|Aruba|297||XXX XXXX
AZ|Azerbaijan|994||XX XXX XXXX
BA|Bosnia and Herzegovina|387||XX XXX XXX
BB|Barbados|1|246|XXX XXXX
BD|Bangladesh|880||XX XXX XXXXX
BE|Belgium|32||XXX XX XX XX
BF|Burkina Faso|226||XX XX XX XX
BG|Bulgaria|359||XX XXX XXXX
BH|Bahrain|973||XXXX XXXX
BI|Burundi|257||XX XX XXXX
BJ|Benin|229||XX XX XXX XXX
BM|Bermuda|1|441|XXX XXXX
BN|Brunei|673||XXX XXXX
BO|Bolivia|591||X XXX XXXX
BQ|Bonaire, Sint Eustatius and Saba|599||XXX XXXX
BR|Brazil|55||XX XXXXX XXXX
BS|Bahamas|1|242|XXX XXXX
BT|Bhutan|975||XX XXX XXX
BW|Botswana|267||XX XXX XXX
BY|Belarus|375||XX XXX XX XX
BZ|Belize|501||XXX XXXX
CA|Canada|1|204,226,236,249,250,263,289,306,343,354,365,367,368,382,403,416,418,428,431,437,438,450,460,468,474,506,514,519,537,548,579,581,584,587,604,613,639,647,672,683,705,709,742,753,778,780,782,807,819,825,867,873,879,902,905|XXX XXX XXXX
CD|Congo (Kinshasa)|243||XX XXX XXXX
CF|Central African Republic|236||XX XX XX XX
CG|Congo (Brazzaville)|242||XX XXX XXXX
CH|Switzerland|41||XX XXX XX XX
CI|Côte d’Ivoire|225||XX XX XX XXXX
CK|Cook Islands|682||XXXXX
CL|Chile|56||X XXXX XXXX
CM|Cameroon|237||XXXX XXXXX
CN|China|86||XXX XXXX XXXX
CO|Colombia|57||XXX XXX XXXX
CR|Costa Rica|506||XXXX XXXX
CU|Cuba|53||X XXX XXXX
CV|Cape Verde|238||XXX XXXX
CW|Curaçao|599||XXX XXXX
CY|Cyprus|357||XXXX XXXX
CZ|Czechia|420||XXX XXX XXX
DE|Germany|49||XXXX XXXXXXX
DJ|Djibouti|253||XX XX XX XX
DK|Denmark|45||XXXX XXXX
DM|Dominica|1|767|XXX XXXX
DO|Dominican Republic|1|809,829,849|XXX XXXX
DZ|Algeria|213||XXX XX XX XX
EC|Ecuador|593||XX XXX XXXX
EE|Estonia|372||XXXX XXXX
EG|Egypt|20||XX XXXX XXXX
ER|Eritrea|291||X XXX XXX
ES|Spain|34||XXX XXX XXX
ET|Ethiopia|251||XX XXX XXXX
FI|Finland|358||XX XXX XXXX
FJ|Fiji|679||XXX XXXX
FK|Falkland Islands|500||XXXXX
FM|Micronesia|691||XXX XXXX
FO|Faroe Islands|298||XXX XXX
FR|France|33||X XX XX XX XX
GA|Gabon|241||X XX XX XX
GB|United Kingdom|44||XXXX XXXXXX
GD|Grenada|1|473|XXX XXXX
GE|Georgia|995||XXX XXX XXX
GF|French Guiana|594||XXX XX XX XX
GH|Ghana|233||XX XXX XXXX
GI|Gibraltar|350||XXXX XXXX
GL|Greenland|299||XXX XXX
GM|Gambia|220||XXX XXXX
GN|Guinea|224||XXX XXX XXX
GP|Guadeloupe|590||XXX XX XX XX
GQ|Equatorial Guinea|240||XXX XXX XXX
GR|Greece|30||XXX XXX XXXX
GT|Guatemala|502||XXXX XXXX
GU|Guam|1|671|XXX XXXX
GW|Guinea-Bissau|245||XXX XXXX
GY|Guyana|592||XXX XXXX
HK|Hong Kong|852||XXXX XXXX
HN|Honduras|504||XXXX XXXX
HR|Croatia|385||XX XXX XXX
HT|Haiti|509||XXXX XXXX
HU|Hungary|36||XXX XXX XXX
ID|Indonesia|62||XXX XXXX XXXX
IE|Ireland|353||XX XXX XXXX
IL|Israel|972||XX XXX XXXX
IN|India|91||XXXXX XXXXX
IO|British Indian Ocean Territory|246||XXX XXXX
IQ|Iraq|964||XXX XXX XXXX
IR|Iran|98||XXX XXX XXXX
IS|Iceland|354||XXX XXXX
IT|Italy|39||XXX XXX XXXX
JM|Jamaica|1|658,876|XXX XXXX
JO|Jordan|962||X XXXX XXXX
JP|Japan|81||XX XXXX XXXX
KE|Kenya|254||XXX XXX XXX
KG|Kyrgyzstan|996||XXX XXX XXX
KH|Cambodia|855||XX XXX XXX
KI|Kiribati|686||XXXX XXXX
KM|Comoros|269||XXX XXXX
KN|Saint Kitts and Nevis|1|869|XXX XXXX
KP|North Korea|850||XXX XXX XXXX
KR|South Korea|82||XX XXXX XXXX
KW|Kuwait|965||XXXX XXXX
KY|Cayman Islands|1|345|XXX XXXX
KZ|Kazakhstan|7|6,7|XXX XXX XX XX
LA|Laos|856||XX XX XXX XXX
LB|Lebanon|961||XX XXX XXX
LC|Saint Lucia|1|758|XXX XXXX
LI|Liechtenstein|423||XXX XXXX
LK|Sri Lanka|94||XX XXX XXXX
LR|Liberia|231||XX XXX XXXX
LS|Lesotho|266||XX XXX XXX
LT|Lithuania|370||XXX XXXXX
LU|Luxembourg|352||XXX XXX XXX
LV|Latvia|371||XXX XXXXX
LY|Libya|218||XX XXX XXXX
MA|Morocco|212||XX XXX XXXX
MC|Monaco|377||XXXX XXXX
MD|Moldova|373||XX XXX XXX
ME|Montenegro|382||XX XXX XXX
MG|Madagascar|261||XX XX XXX XX
MH|Marshall Islands|692||XXX XXXX
MK|North Macedonia|389||XX XXX XXX
ML|Mali|223||XXXX XXXX
MM|Myanmar|95||X XXX XXXX
MN|Mongolia|976||XX XX XXXX
MO|Macau|853||XXXX XXXX
MP|Northern Mariana Islands|1|670|XXX XXXX
MQ|Martinique|596||XXX XX XX XX
MR|Mauritania|222||XXXX XXXX
MS|Montserrat|1|664|XXX XXXX
MT|Malta|356||XXXX XXXX
MU|Mauritius|230||XXXX XXXX
MV|Maldives|960||XXX XXXX
MW|Malawi|265||XXX XXX XXX
MX|Mexico|52||XXX XXX XXXX
MY|Malaysia|60||XX XXXX XXXX
MZ|Mozambique|258||XX XXX XXXX
NA|Namibia|264||XX XXX XXXX
NC|New Caledonia|687||XXX XXX
NE|Niger|227||XX XX XX XX
NF|Norfolk Island|672||XXXXXX
NG|Nigeria|234||XXX XXX XXXX
NI|Nicaragua|505||XXXX XXXX
NL|Netherlands|31||X XX XX XX XX
NO|Norway|47||XXX XX XXX
NP|Nepal|977||XX XXXX XXXX
NR|Nauru|674||XXX XXXX
NU|Niue|683||XXXX
NZ|New Zealand|64||XX XXX XXXX
OM|Oman|968||XXXX XXXX
PA|Panama|507||XXXX XXXX
PE|Peru|51||XXX XXX XXX
PF|French Polynesia|689||XX XX XX XX
PG|Papua New Guinea|675||XXXX XXXX
PH|Philippines|63||XXX XXX XXXX
PK|Pakistan|92||XXX XXX XXXX
PL|Poland|48||XXX XXX XXX
PM|Saint Pierre and Miquelon|508||XX XX XX
PR|Puerto Rico|1|787,939|XXX XXXX
PS|Palestine|970||XXX XX XXXX
PT|Portugal|351||XXX XXX XXX
PW|Palau|680||XXX XXXX
PY|Paraguay|595||XXX XXX XXX
QA|Qatar|974||XX XXX XXX
RE|Réunion|262||XXX XX XX XX
RO|Romania|40||XXX XXX XXX
RS|Serbia|381||XX XXX XXXX
RU|Russia|7||XXX XXX XX XX
RW|Rwanda|250||XXX XXX XXX
SA|Saudi Arabia|966||XX XXX XXXX
SB|Solomon Islands|677||XXX XXXX
SC|Seychelles|248||X XX XX XX
SD|Sudan|249||XX XXX XXXX
SE|Sweden|46||XX XXX XXXX
SG|Singapore|65||XXXX XXXX
SH|Saint Helena|290||XX XXX
SI|Slovenia|386||XX XXX XXX
SK|Slovakia|421||XXX XXX XXX
SL|Sierra Leone|232||XX XXX XXX
SM|San Marino|378||XXX XXX XXXX
SN|Senegal|221||XX XXX XXXX
SO|Somalia|252||XX XXX XXX
SR|Suriname|597||XXX XXXX
SS|South Sudan|211||XX XXX XXXX
ST|São Tomé and Príncipe|239||XXX XXXX
SV|El Salvador|503||XXXX XXXX
SX|Sint Maarten|1|721|XXX XXXX
SY|Syria|963||XXX XXX XXX
SZ|Eswatini|268||XXXX XXXX
TC|Turks and Caicos Islands|1|649|XXX XXXX
TD|Chad|235||XX XX XX XX
TG|Togo|228||XX XXX XXX
TH|Thailand|66||XX XXX XXXX
TJ|Tajikistan|992||XX XXX XXXX
TK|Tokelau|690||XXXX
TL|Timor-Leste|670||XXXX XXXX
TM|Turkmenistan|993||XX XXXXXX
TN|Tunisia|216||XX XXX XXX
TO|Tonga|676||XXX XXXX
TR|Turkey|90||XXX XXX XXXX
TT|Trinidad and Tobago|1|868|XXX XXXX
TV|Tuvalu|688||XX XXX
TW|Taiwan|886||XXX XXX XXX
TZ|Tanzania|255||XX XXX XXXX
UA|Ukraine|380||XX XXX XX XX
UG|Uganda|256||XX XXX XXXX
US|United States|1||XXX XXX XXXX
UY|Uruguay|598||X XXX XXXX
UZ|Uzbekistan|998||XX XXX XX XX
VC|Saint Vincent and the Grenadines|1|784|XXX XXXX
VE|Venezuela|58||XXX XXX XXXX
VG|British Virgin Islands|1|284|XXX XXXX
VI|US Virgin Islands|1|340|XXX XXXX
VN|Vietnam|84||XX XXX XX XX
VU|Vanuatu|678||XXX XXXX
WF|Wallis and Futuna|681||XX XX XX
WS|Samoa|685||XX XXXXX
XK|Kosovo|383||XX XXX XXX
YE|Yemen|967||XXX XXX XXX
ZA|South Africa|27||XX XXX XXXX
ZM|Zambia|260||XX XXX XXXX
ZW|Zimbabwe|263||XX XXX XXXX
`
