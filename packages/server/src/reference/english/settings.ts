/** What people set for their account and their app. */
export const settingLines: string = `
About	About
AccountSettings.Logout	Sign Out
AlwaysAllow	Always Allow
AlwaysAllowPlaceholder	Always allow…
AlwaysShareWith	Always Share with
AlwaysShareWithPlaceholder	Always share with…
AlwaysShareWithTitle	Always share
Appearance.Animations	Animations
ArchiveAndMute	Archive and mute
ArchiveAndMuteInfo	New chats with people whom you do not know go to the archive, and stay silent.
AreYouSureClearHistoryWithUser	Delete all messages of your chat with %1$s?
AreYouSureSessionTitle	End session
AreYouSureSessions	End all other sessions?
AuthSessions.CurrentSession	This session
AuthSessions.LogOut	Sign Out
AuthSessions.LogOutApplications	End all sessions on the web
AuthSessions.OtherSessions	Other sessions
AuthSessions.TerminateOtherSessions	End all other sessions
AuthSessions.TerminateSession	End session
AuthSessions.View.AcceptTitle	Take on this device
AuthSessions.View.Application	Application
AuthSessions.View.Calls	Calls
AuthSessions.View.Device	Device
AuthSessions.View.IP	Address
AuthSessions.View.Location	Place
AuthSessions.View.LocationInfo	Where a device is, is guessed by its address.
AuthSessions.View.SecretChats	Secret chats
AutoDeleteConfirm	Confirm
AutoDownloadFilesTitle	Download files and music
AutoDownloadMaxFileSize	Largest file
AutoDownloadMedia	Downloads without asking
AutoDownloadPhotosTitle	Download photos
AutoDownloadSettings.Channels	Channels
AutoDownloadSettings.Contacts	Contacts
AutoDownloadSettings.GroupChats	Groups
AutoDownloadSettings.PrivateChats	Private chats
AutoDownloadVideosTitle	Download videos and GIFs
AutodownloadChannels	Channels
AutodownloadContacts	Contacts
AutodownloadGroupChats	Groups
AutodownloadPrivateChats	Private chats
AutodownloadSizeLimitUpTo	up to %1$s
AutoplayGIF	Play GIFs by themselves
AutoplayMedia	What plays by itself
AutoplayVideo	Play videos by themselves
Back	Back
BackgroundBlurred	Blurred
Bio	Bio
BlockUser	Block
BlockedUsers	Blocked people
BlockedUsers.BlockUser	Block somebody
BlockedUsersInfo	Whom you block can neither write to you nor see when you were here.
Calls	Calls
Cancel	Cancel
ChangeEmail	Change e-mail
ChangePassword	Change password
ChatBackground	Chat background
Checkout.PasswordEntry.Title	Password
ClearPasscode	Turn the passcode off
Close	Close
ColorTheme	Colours
Common.Back	Back
Common.Close	Close
Common.Done	Done
Common.OK	OK
Common.Select	Select
Common.Yes	Yes
Common.edit	Edit
Confirm	Confirm
ContactJoined	A contact has joined
ContactsAndPremium	My contacts and subscribers
Continue	Continue
CurrentPassword	Current password
CustomHelp	Whom you do not show when you were here, you cannot see it of either. You see an approximate time then: recently, within a week, within a month.
DataAndStorage.Autoplay.Videos	Videos
DataSettings	Data and storage
DeleteAccount	Delete account
Devices	Devices
DoNotTranslate	Do not translate
Done	Done
DoubleTapSetting	Quick reaction
EditAdminTransferSetPassword	Set a password
EditProfile.Title	Edit profile
EmojiSuggestionsLocalInfo	Emoji are suggested by the words that you write.
EnableAllNotifications	Notifications
EnabledPasswordText	Your account has a password. It is asked for whenever somebody signs in.
Error	Error
FirstName	First name
GlobalAutoDownload.Title	Downloads without asking
Hide	Hide
IfInactiveFor	If it was not used for
Language	Language
Language.Other	Other
LastName	Last name
LastSeenTitle	Who sees when I was here?
LearnMore	Learn more
LearnMoreArrow	Learn more >
Loading	Loading…
LogOut	Sign Out
LogOutTitle	Sign Out
LoopAnimatedStickers	Repeat animated stickers
MessagePreview	Show what is written
MobileHidden	Number hidden
MuteFor1h	For an hour
MuteFor1w	For a week
MuteForever	For ever
MyNotifications	My notifications
NeverAllow	Never Allow
NeverAllowPlaceholder	Never allow…
NeverShareWith	Never Share with
NeverShareWithPlaceholder	Never share with…
NeverShareWithTitle	Never share
NewChatsFromNonContacts	New chats with strangers
Next	Next
No	No
NoBlocked	Nobody is blocked
Notifications	Notifications
NotificationsForChannels	Notifications of channels
NotificationsForGroups	Notifications of groups
NotificationsForPrivateChats	Notifications of private chats
OK	OK
Off	Off
On	On
Open	Open
OtherSessions	Other sessions
OtherWebSessions	Websites that you signed in to
P2PContacts	My contacts
P2PEverybody	Everybody
P2PNobody	Nobody
Passcode	Passcode
Passcode.Change	Change passcode
Passcode.TurnOff	Turn the passcode off
PasscodeController.Change.Title	Change passcode
PasscodeController.Disable.Title	Turn the passcode off
PasscodeController.ReEnterPasscode.Placeholder	The passcode once more
Password	Password
PasswordHint	Hint
PasswordHintPlaceholder	Hint
PasswordOff	Off
PasswordOn	On
PasswordRecover	Recover the password
PaymentReceipt	Receipt
PhoneHome	home
PhoneMobile	mobile
PhoneOther	Other
PleaseEnterCurrentPassword	Enter your password
PleaseEnterNewFirstPassword	Enter a new password
PleaseEnterPassword	Enter a password
PleaseReEnterPassword	Enter the password once more
PremiumMore	More
PremiumNeeded	For subscribers only
PremiumReadSet	The time of reading is shown now
Privacy.ProfilePhoto	Photos
PrivacyBio	Bio
PrivacyBioTitle	Who sees my bio?
PrivacyBirthday	Birthday
PrivacyBirthdayTitle	Who sees my birthday?
PrivacyCalls	Calls
PrivacyExceptions	Exceptions
PrivacyForwards	Forwarded messages
PrivacyForwardsTitle	Who may link to me where my messages are forwarded?
PrivacyInvites	Invitations
PrivacyLastSeen	When I was here
PrivacyMessages	Messages
PrivacyMessagesContactsAndPremium	My contacts and subscribers
PrivacyMessagesTitle	Who may write to me?
PrivacyP2P	Direct connections
PrivacyPhone	Phone number
PrivacyPhoneInfo	Whoever has your number among the contacts finds you by it.
PrivacyPhoneInfo3	Only your contacts find you by your number.
PrivacyPhoneTitle	Who sees my phone number?
PrivacyPhoneTitle2	Who finds me by my number?
PrivacyPremium	Subscribers
PrivacyProfilePhotoTitle	Who sees my photos?
PrivacySettings	Privacy and security
PrivacySettings.LastSeen	When it was here
PrivacySettings.WebSessions	Websites that you signed in to
PrivacyTitle	Privacy
PrivacyVoiceMessages	Voice messages
PrivacyVoiceMessagesInfo	Choose who may send you voice and video messages.
PrivacyVoiceMessagesTitle	Who may send me voice messages?
RecoveryEmailTitle	E-mail for recovery
ResendCode	Send the code again
Reset	Reset
SETTINGS	Settings
SecretChat	Secret chat
SessionPreview.Accept.Calls	Calls
SessionPreview.Accept.Secret	Secret chats
SessionPreview.App	Application
SessionPreview.Ip	Address
SessionPreview.IpDesc	Where a device is, is guessed by its address.
SessionPreview.Location	Place
SessionPreview.TerminateSession	End session
SessionPreview.Title	Session
SessionsTitle	Devices
SetAdditionalPassword	Set a password
SetAdditionalPasswordInfo	It is asked for besides the code whenever you sign in on another device.
SetColor	Choose a colour
SetRecoveryEmail	Set an e-mail for recovery
Settings.SendCmdEnterDescription	New lines by Enter
Settings.SendEnterDescription	New lines by Shift and Enter
Settings.TipsUsername	help
ShortcutsController.Others.LockByPasscode	Lock with the passcode
StickersName	Stickers and emoji
SuggestAnimatedEmojiInfo	Animated emoji are suggested while you write.
SuggestStickers	Suggest stickers by emoji
Telegram.GeneralSettingsViewController	General
TelegramFeatures	Features
TerminateAllSessions	End all other sessions
TerminateOldSessionHeader	End old sessions
TerminateSessionText	End this session?
TerminateWebSessionStop	Disconnect
TextSize	Size of text
Theme	Theme
ThemeResetToDefaults	Back to the usual ones
TryAgain	Try again
TurnPasswordOff	Turn the password off
TurnPasswordOffQuestion	Turn the password off?
TwoStepAuth.EmailSkipAlert	Without an e-mail nobody can help you if you forget the password.
TwoStepVerification	Two-step verification
TwoStepVerificationPasswordReturnSettings	Back to the settings
TwoStepVerificationPasswordSet	The password is set
TwoStepVerificationPasswordSetInfo	It is asked for whenever you sign in on another device.
UploadImage	Upload an image
UserBio	Bio
Username	Username
UsernameAvailable	%1$s is free
UsernameChecking	Looking…
UsernameCopied	Username copied
UsernameHelp	People find you by this name, without knowing your number. It has at least **5** characters: **a–z**, **0–9** and underscores.
UsernameInUse	This username is taken
UsernameInvalid	This username is not valid
UsernameInvalidLong	This username is too long
UsernameInvalidShort	A username has at least 5 characters
UsernameInvalidStartNumber	A username does not begin with a digit
UsersSettings	People
VoiceOver.Keyboard	Keyboard
WebSessionsTitle	Signed in by this account
WhoCanAddMe	Who may add me to groups?
WhoCanCallMe	Who may call me?
Yes	Yes
YourEmail	Your e-mail
YourEmailCode	Code from the e-mail
YourEmailSkip	Skip
lng_settings_about_bio	Whatever you want to tell about yourself.
lng_settings_experimental	Experimental settings
lng_settings_information	Edit profile
lng_settings_send_cmdenter	Send by Cmd and Enter
lng_settings_send_enter	Send by Enter
lng_settings_sensitive_about	Shows what channels marked as unsuitable for children, on all your devices.
lng_settings_sensitive_disable_filtering	Show it all
lng_settings_sensitive_title	Sensitive content
lng_settings_title_chat_name	Chat name in the title
lng_settings_window_system	Title of the window
lng_update_telegram	Update the app
lng_username_link	This link opens a chat with you:
lng_username_purchase_available	This name can be bought: {link}
lng_usernames_subtitle	Usernames
`
