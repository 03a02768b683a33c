/** Dates, times, and when somebody was here. */
export const dateLines: string = `
ALongTimeAgo	last seen a long time ago
April	April
August	August
Days#one	%1$d day
Days#other	%1$d days
December	December
February	February
FullDateTimeFormat	%@, %@
Hours#one	%1$d hour
Hours#other	%1$d hours
January	January
July	July
June	June
LastSeen.AtDate	last seen %@
LastSeen.HoursAgo#one	last seen %@ hour ago
LastSeen.HoursAgo#other	last seen %@ hours ago
LastSeen.JustNow	last seen a moment ago
LastSeen.MinutesAgo#one	last seen %@ minute ago
LastSeen.MinutesAgo#other	last seen %@ minutes ago
LastSeen.Offline	offline
LastSeen.TodayAt	last seen today at %@
LastSeen.YesterdayAt	last seen yesterday at %@
Lately	last seen recently
LiveLocationUpdated.JustNow	updated a moment ago
LiveLocationUpdated.MinutesAgo#one	updated %@ minute ago
LiveLocationUpdated.MinutesAgo#other	updated %@ minutes ago
LiveLocationUpdated.TodayAt	updated today at %@
March	March
May	May
MessageTimer.ShortDays#one	%@d
MessageTimer.ShortDays#other	%@d
MessageTimer.ShortHours#one	%@h
MessageTimer.ShortHours#other	%@h
MessageTimer.ShortMinutes#one	%@m
MessageTimer.ShortMinutes#other	%@m
Minutes#one	%1$d minute
Minutes#other	%1$d minutes
Month.GenApril	April
Month.GenAugust	August
Month.GenDecember	December
Month.GenFebruary	February
Month.GenJanuary	January
Month.GenJuly	July
Month.GenJune	June
Month.GenMarch	March
Month.GenMay	May
Month.GenNovember	November
Month.GenOctober	October
Month.GenSeptember	September
Month.ShortApril	Apr
Month.ShortAugust	Aug
Month.ShortDecember	Dec
Month.ShortFebruary	Feb
Month.ShortJanuary	Jan
Month.ShortJuly	Jul
Month.ShortJune	Jun
Month.ShortMarch	Mar
Month.ShortMay	May
Month.ShortNovember	Nov
Month.ShortOctober	Oct
Month.ShortSeptember	Sep
Months#one	%1$d month
Months#other	%1$d months
MuteFor.Days#one	For %@ day
MuteFor.Days#other	For %@ days
MuteFor.Forever	For ever
MuteFor.Hours#one	For %@ hour
MuteFor.Hours#other	For %@ hours
November	November
October	October
Online	online
Seconds#one	%1$d second
Seconds#other	%1$d seconds
September	September
Time.AtDate	%@
Time.JustNow	a moment ago
Time.MinutesAgo#one	%@ minute ago
Time.MinutesAgo#other	%@ minutes ago
Time.TodayAt	today at %@
Time.TomorrowAt	tomorrow at %@
Time.YesterdayAt	yesterday at %@
TodayAtFormattedWithToday	today at %1$s
Weekday.Friday	Friday
Weekday.Monday	Monday
Weekday.Saturday	Saturday
Weekday.ShortFriday	Fri
Weekday.ShortMonday	Mon
Weekday.ShortSaturday	Sat
Weekday.ShortSunday	Sun
Weekday.ShortThursday	Thu
Weekday.ShortTuesday	Tue
Weekday.ShortWednesday	Wed
Weekday.Sunday	Sunday
Weekday.Thursday	Thursday
Weekday.Today	Today
Weekday.Tuesday	Tuesday
Weekday.Wednesday	Wednesday
Weekday.Yesterday	Yesterday
Weeks#one	%1$d week
Weeks#other	%1$d weeks
WithinAMonth	last seen within a month
WithinAWeek	last seen within a week
Years#one	%1$d year
Years#other	%1$d years
YesterdayAtFormatted	yesterday at %1$s
chatDate	MMMM d
chatFullDate	MMMM d, yyyy
formatDateAtTime	%1$s at %2$s
formatDateSchedule	MMM d
formatDateScheduleYear	MMM d yyyy
formatterMonthYear	MMMM yyyy
formatterYearMax	dd.MM.yyyy
`
