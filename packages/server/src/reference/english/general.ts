/** Short words of any interface. */
export const generalLines: string = `
AccountSettings	Settings
ChangeNumber	Change Number
CodeSent	We have sent you a code
Connecting	Connecting…
Country	Country
CreateFolder	Create Folder
DeleteForBoth	Also delete for %1$s
DeleteMessage	Delete Message
Edited	edited
EnterCode	Enter Code
EnterPassword	Enter your password
Folders	Folders
HideChat	Hide Chat
InvalidCode	Wrong code, please try again
InvalidPassword	Wrong password, please try again
InvalidPhoneNumber	This phone number is not valid
InviteFriends	Invite Friends
LastSeen	last seen
LastSeenLongAgo	last seen a long time ago
LastSeenMonth	last seen within a month
LastSeenRecently	last seen recently
LastSeenWeek	last seen within a week
Messages#one	%1$s message
Messages#other	%1$s messages
Mute	Mute
NewContact	New Contact
NewMessage	New Message
NoResults	Nothing was found
Paste	Paste
PhoneNumber	Phone number
Privacy	Privacy and Security
Profile	Profile
RecoverPassword	Recover Password
Report	Report
Resend	Resend the code
Retry	Try again
SeenBy	Seen by %1$s
SendSilently	Send without Sound
SetPassword	Set Password
Share	Share
SignIn	Sign In
SignUp	Sign Up
Start	Start
StartChatting	Start a conversation
Stop	Stop
TerminateSession	Terminate Session
Today	Today
Typing	typing…
Undo	Undo
Unmute	Unmute
Yesterday	Yesterday
YourPhone	Your Phone
`
