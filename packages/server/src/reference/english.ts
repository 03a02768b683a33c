/**
 * The texts of an interface in English, one a line: a key, and the text. Plural forms follow the key after `#` (the
 * categories of Unicode CLDR); `un1` and the like are where a client puts its values.
 */
export const englishLines: string = `
About	About
AccountSettings	Settings
Add	Add
AddContact	Add Contact
AddMember	Add Member
AppName	Chappe
Archive	Archive
ArchivedChats	Archived Chats
AttachContact	Contact
AttachLocation	Location
AttachPhoto	Photo
AttachVideo	Video
Back	Back
Bio	Bio
BlockUser	Block User
BlockedUsers	Blocked Users
Calls	Calls
Cancel	Cancel
ChangeNumber	Change Number
ChatBackground	Chat Background
Chats	Chats
ClearHistory	Clear History
Close	Close
CodeSent	We have sent you a code
Connecting	Connecting…
Contacts	Contacts
Continue	Continue
Copy	Copy
CopyLink	Copy Link
Country	Country
CreateFolder	Create Folder
DataSettings	Data and Storage
Delete	Delete
DeleteAccount	Delete Account
DeleteChat	Delete Chat
DeleteContact	Delete Contact
DeleteForBoth	Also delete for un1
DeleteMessage	Delete Message
Devices	Devices
Done	Done
Draft	Draft
Edit	Edit
EditMessage	Edit Message
Edited	edited
EnterCode	Enter Code
EnterPassword	Enter your password
Error	Error
FirstName	First name
Folders	Folders
Forward	Forward
ForwardedFrom	Forwarded from un1
ForwardTo	Forward to…
FromYou	You
General	General
HideChat	Hide Chat
InviteFriends	Invite Friends
InvalidCode	Wrong code, please try again
InvalidPassword	Wrong password, please try again
InvalidPhoneNumber	This phone number is not valid
Language	Language
LastName	Last name
LastSeen	last seen
LastSeenLongAgo	last seen a long time ago
LastSeenMonth	last seen within a month
LastSeenRecently	last seen recently
LastSeenWeek	last seen within a week
Loading	Loading…
LogOut	Log Out
MarkAsRead	Mark as Read
MarkAsUnread	Mark as Unread
Members#one	un1 member
Members#other	un1 members
Message	Message
Messages#one	un1 message
Messages#other	un1 messages
Mute	Mute
NewContact	New Contact
NewMessage	New Message
Next	Next
NoChats	There are no chats yet
NoMessages	There are no messages here yet
NoResults	Nothing was found
Notifications	Notifications and Sounds
OK	OK
Online	online
OnlineCount#one	un1 online
OnlineCount#other	un1 online
Open	Open
Paste	Paste
PasswordHint	Hint
Phone	Phone
PhoneNumber	Phone number
Pin	Pin
PinnedMessage	Pinned Message
Poll	Poll
Privacy	Privacy and Security
Profile	Profile
Quote	Quote
Reactions	Reactions
RecoverPassword	Recover Password
Reply	Reply
Report	Report
Resend	Resend the code
Retry	Try again
Save	Save
SavedMessages	Saved Messages
ScheduleMessage	Schedule Message
Search	Search
SearchMessages	Search Messages
Send	Send
SendSilently	Send without Sound
SeenBy	Seen by un1
ServiceNotifications	Service Notifications
SetPassword	Set Password
Share	Share
SignIn	Sign In
SignUp	Sign Up
Start	Start
StartChatting	Start a conversation
Stop	Stop
TerminateAllSessions	Terminate All Other Sessions
TerminateSession	Terminate Session
Today	Today
TwoStepVerification	Two-Step Verification
Typing	typing…
Unarchive	Unarchive
Unblock	Unblock
Undo	Undo
Unmute	Unmute
Unpin	Unpin
UnreadMessages	Unread Messages
Updating	Updating…
Username	Username
UsernameInUse	This username is taken
UsernameInvalid	This username is not valid
WaitingForNetwork	Waiting for the network…
Yesterday	Yesterday
YourPhone	Your Phone
`
