/** The list of chats, its search, its folders. */
export const chatLines: string = `
AccDescrGoBack	Back
AccDescrOpenMenu2	Open the menu
AddContact	Add Contact
AppName	Chappe
Archive	Archive
ArchivedChats	Archived Chats
ArchivedChats.Hint	Archived chats
Block	Block
BlockUserTitle	Block %1$s
CanJoin#one	%1$d person can still join
CanJoin#other	%1$d people can still join
Channel.Persmission.Denied.SendMessages.DefaultRestrictedText	Nobody but administrators can write here.
Channel.Persmission.Denied.SendMessages.Forever	You can no longer write here.
Channel.Persmission.Denied.SendMessages.Until	You cannot write here until %@.
ChannelBoost.BoostChannel	Boost the channel
Chat	Chat
Chat.Confirm.ReportSpam.Channel	Report spam and leave this channel?
Chat.ContextViewAsTopics	View as Topics
ChatList.Archive	Archive
ChatList.Context.AddToContacts	Add to Contacts
ChatList.Context.Archive	Archive
ChatList.Context.Unarchive	Unarchive
ChatList.DeleteAndLeaveGroupConfirmation	Leave %@ and delete it? This cannot be undone.
ChatList.DeleteChatConfirmation	Delete your chat with %@?
ChatList.DeleteForCurrentUser	Delete for me only
ChatList.DeleteForEveryone	Delete for me and for %@
ChatList.DeleteForEveryoneConfirmationAction	Delete for everybody
ChatList.DeleteForEveryoneConfirmationTitle	Delete for everybody?
ChatList.Filter.AddToFolder	Add to a Folder
ChatList.Mute	Mute
ChatList.PeerTypeBot	bot
ChatList.PeerTypeChannel	channel
ChatList.PeerTypeGroup	group
ChatList.PeerTypeNonContact	person
ChatList.Search.NoResults	Nothing found
ChatList.Search.NoResultsDescription	Nothing matches what you are looking for. Try other words.
ChatList.Search.ShowLess	Show less
ChatList.Search.ShowMore	Show more
ChatList.Unmute	Unmute
Chats#one	%1$d chat
Chats#other	%1$d chats
ChatsMute	Mute
ChatsUnmute	Unmute
ClearHistory	Clear History
ClearHistoryMessageSingle	Delete all messages of %1$s from your Saved Messages?
ClearHistoryMyNotesMessage	Delete all your notes?
ClearHistoryMyNotesTitle	Delete notes
ClearHistoryTitleSingle2	Delete messages
ClearSearchAlert	Forget what you searched for?
Contacts	Contacts
ContactsPhoneNumberNotRegistred	Nobody with this number has an account here.
CreateNewContact	New Contact
CreateNewFilter	New Folder
CreateNewFilterInfo	Sort your chats into folders and switch between them with one click.
Delete	Delete
DeleteAll	Delete all
DeleteAllFor	Delete for everybody
DeleteAllRevokedLinkHelp	Delete all links that were withdrawn? This cannot be undone.
DeleteAllRevokedLinks	Delete all withdrawn links
DeleteChat	Delete Chat
DeleteChatUser	Delete Chat
DeleteThisChat	Delete this chat
DialogList.DeleteConversationConfirmation	Delete
DialogList.SearchSectionDialogs	Chats and People
DialogList.SearchSectionGlobal	Everywhere
DialogList.SearchSectionRecent	Recent
DialogPin	Pin
DialogUnpin	Unpin
Draft	Draft
EmptyGroupInfo	There is nothing here yet.
FilterAddChats	Add Chats
FilterAddTo	Add to a Folder
FilterAllChats	All Chats
FilterAllChatsShort	All
FilterArchived	Archived
FilterBots	Bots
FilterChannels	Channels
FilterChatTypes	Kinds of chats
FilterChats	Chats
FilterContacts	Contacts
FilterDelete	Delete Folder
FilterDeleteAlert	Delete this folder? The chats in it stay.
FilterDeleteTitle	Delete folder
FilterEdit	Edit Folder
FilterEditAll	Edit Folders
FilterExclude	Chats Left Out
FilterExcludeInfo	Choose chats and kinds of chats that this folder leaves out.
FilterGroups	Groups
FilterInclude	Chats in It
FilterIncludeInfo	Choose chats and kinds of chats that this folder shows.
FilterMuted	Muted
FilterNameHint	Name of the folder
FilterNew	New Folder
FilterNewInfo	Choose what this folder shows.
FilterNoChatsToDisplay	This folder is empty
FilterNoChatsToDisplayInfo	No chat belongs into this folder now.
FilterNonContacts	Others
FilterRead	Read
FilterRecommended	Suggested Folders
FilterShowMoreChats#one	Show %1$d more chat
FilterShowMoreChats#other	Show %1$d more chats
Filters	Folders
FolderLinkButtonJoinPlural#one	Join %1$d chat
FolderLinkButtonJoinPlural#other	Join %1$d chats
FolderLinkHeaderChatsJoin#one	%1$d chat to join
FolderLinkHeaderChatsJoin#other	%1$d chats to join
FolderLinkScreen.Title	Share Folder
FoldersAllChatsDesc	All chats
FromYou	You
General	General
Group.LeaveGroup	Leave Group
GroupBoost.BoostGroup	Boost the group
Inbox	Inbox
InboxIsEmpty	There are no chats here
JoinRequests#one	%1$d asks to join
JoinRequests#other	%1$d ask to join
LeaveChannel	Leave Channel
LimitNumberOfUses	How often it can be used
LinkLimitReached	used up
ManageLinksInfoHelp	Further links can end after a time or a number of uses.
MarkAllAsRead	Mark All as Read
MarkAsRead	Mark as Read
MarkAsUnread	Mark as Unread
MarkedAsRead	Marked as read
MarkedAsUnread	Marked as unread
MoreSimilarText	Premium shows up to %1$d similar ones.
NewChannel	New Channel
NewContactTitle	New Contact
NewGroup	New Group
NewMessageTitle	New Message
NoChats	There are no chats yet
NoLimit	No limit
NoOneJoined	nobody has joined
NoResult	Nothing found
PeopleJoined#one	%1$d person joined
PeopleJoined#other	%1$d people joined
Permanent	permanent
PinFromTop	Pin to the Top
PinToTop	Pin to the Top
PrimaryLinkHelpChannel	Whoever has this link can join the channel.
PrivateChat	Private chat
Recent	Recent
ReportChat	Report
Revoked	withdrawn
RevokedLinks	Withdrawn links
SavedMessages	Saved Messages
SavedMessagesInfo	Send something here to keep it.
SavedMessagesTab	Chats
Search	Search
SearchAllChatsShort	Chats
SearchFriends	Search for people
SearchMessages	Messages
SearchMessagesIn	Search messages in
ServiceNotifications	service notifications
Settings	Settings
ShowArchivedChats	Show Archive
TimeLimitHelp	The link stops working after this time.
TopicClosedByAdmin	An administrator closed this topic
Unarchive	Unarchive
UnlockSimilar	Show more
UnpinFromTop	Unpin
Update	Update
Updating	Updating…
UserInfo.BlockConfirmationTitle	Block %@? Whom you block cannot write to you.
UsesLimitHelp	The link stops working after so many uses.
VoiceOver.ChatList.Muted	Muted
WaitingForNetwork	Waiting for the network…
lng_archived_add	Archive
lng_archived_remove	Unarchive
lng_context_archive_collapse	Collapse
lng_context_archive_expand	Expand
lng_context_archive_to_list	Move to the List of Chats
lng_context_archive_to_menu	Move to the Menu
lng_delete_for_everyone_hint#one	It is deleted for everybody in this chat.
lng_delete_for_everyone_hint#other	They are deleted for everybody in this chat.
lng_delete_for_me_chat_hint#one	It is deleted for you only.
lng_delete_for_me_chat_hint#other	They are deleted for you only.
lng_dlg_search_for_messages	Search for messages
lng_forum_replies_only	Here you can only reply
lng_in_dlg_album	Album
lng_menu_night_mode	Night Mode
lng_new_contact_add	Add Contact
lng_new_contact_block	Block
lng_profile_copy_phone	Copy Number
lng_report_spam_and_leave	Report spam and leave
lng_search_no_results	No messages found
lng_settings_disable_night_theme	Leave the night mode
lng_settings_enable_night_theme	Use the night mode
lng_sure_logout	Sign out on this device?
`
