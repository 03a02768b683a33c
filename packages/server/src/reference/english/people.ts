/** People, groups, channels and calls. */
export const peopleLines: string = `
AccDescrChannel	Channel
AccDescrGroup	Group
AccDescrTopic	Topic
AddMember	Add member
AreYouSureBlockContact2	Block %1$s? Whom you block cannot write to you.
AreYouSureDeleteContact	Delete this contact?
AreYouSureDeleteThisChatWithGroup	Delete the chat **%1$s**?
AreYouSureShareMyContactInfoBot	Share your number?
Birthday	Birthday
BoostChannel	Boost the channel
BoostGroup	Boost the group
BoostingBoostChannelMenu	Boost the channel
BoostingBoostGroupMenu	Boost the group
Boosts	Boosts
Bot	bot
Bot.GenericSupportStatus	support
Bot.Start	Start
Bot.Stop	Stop
BotPrivacyPolicy	Privacy Policy
BotRestart	Start again
BotStart	Start
Call	Call
CallMessageIncoming	Incoming call
CallMessageIncomingDeclined	Declined call
CallMessageIncomingMissed	Missed call
CallMessageOutgoing	Outgoing call
CallMessageOutgoingMissed	Cancelled call
CallMessageVideoIncoming	Incoming video call
CallMessageVideoIncomingDeclined	Declined video call
CallMessageVideoIncomingMissed	Missed video call
CallMessageVideoOutgoing	Outgoing video call
CallMessageVideoOutgoingMissed	Cancelled video call
CallStatus.Busy	Busy
CallStatus.Connecting	Connecting…
CallStatus.Ended	The call has ended
CallStatus.Failed	The call failed
CallStatus.Requesting	Calling…
CallStatus.Ringing	Ringing…
Channel	Channel
Channel.Management.Title	Administrators
Channel.TitleInfo	Channel info
Channel.Username.CreatePublicLinkHelp	People can share this link, and find your channel by search.
ChannelAddException	Add an exception
ChannelAdministrators	Administrators
ChannelBlockedUsers	Removed people
ChannelCreator	owner
ChannelDelete	Delete channel
ChannelDeleteAlert	Delete this channel with all its messages and subscribers?
ChannelJoin	Join
ChannelJoinRequest	Ask to join
ChannelLeaveAlertWithName	Leave **%1$s**?
ChannelPermissions	Permissions
ChannelPermissionsHeader	What may members of this group do?
ChannelPrivate	Private channel
ChannelPrivateInfo	Only people with an invitation can join it.
ChannelPrivateLinkHelp	People join your channel by this link. You can take it back at any time.
ChannelPublic	Public channel
ChannelPublicInfo	Everybody can find it and join it.
ChannelSignMessages	Sign messages
ChannelSubscribers	Subscribers
ChannelType	Kind of channel
ChannelTypeHeader	Kind of channel
ChannelVisibility.Forwarding.ChannelInfo	Subscribers may forward messages and keep media of this channel.
ChannelVisibility.Forwarding.ChannelTitle	Forwarding from this channel
ChannelVisibility.Forwarding.Disabled	Nobody may forward
ChannelVisibility.Forwarding.Enabled	Everybody may forward
ChannelVisibility.Forwarding.GroupInfo	Members may forward messages and keep media of this group.
ChannelVisibility.Forwarding.GroupTitle	Forwarding from this group
Chat.Input.Delete	Delete and leave
Chat.Title.Topic#one	%d message
Chat.Title.Topic#other	%d messages
ChatHistory	Earlier messages for new members
ContactShare	Share Contact
Conversation.StatusOnline	online
CreateGroupError	The group could not be made
CreateNewLink	New link
DeleteContact	Delete Contact
DeleteGroupForAll	Delete the group for everybody
DeleteMega	Delete group
DiscussChannel	channel
Discussion	Discussion
DiscussionUnlink	Separate
DiscussionUnlinkChannel	Separate the channel
DiscussionUnlinkChannelAlert	Separate **%1$s** from this channel?
DiscussionUnlinkGroup	Separate the group
DiscussionUnlinkGroupAlert	Separate **%1$s** from this group?
EditAdminAddAdmins	Name administrators
EditAdminAddUsers	Add people
EditAdminBanUsers	Ban people
EditAdminChangeChannelInfo	Change how the channel looks
EditAdminChangeGroupInfo	Change how the group looks
EditAdminDeleteMessages	Delete messages of others
EditAdminEditMessages	Edit messages of others
EditAdminGroupDeleteMessages	Delete messages
EditAdminPinMessages	Pin messages
EditAdminPostMessages	Write messages
EditAdminRank	Title
EditAdminRights	Rights of an administrator
EditAdminSendAnonymously	Stay anonymous
EditAdminWhatCanDo	What may this administrator do?
EnterChannelName	Name of the channel
EventLog	Recent actions
EventLogAllAdmins	All administrators
EventLogAllEvents	All actions
EventLogFilterChannelInfo	Looks of the channel
EventLogFilterDeletedMessages	Deleted messages
EventLogFilterEditedMessages	Edited messages
EventLogFilterLeavingMembers	Who left
EventLogFilterNewAdmins	Rights of administrators
EventLogFilterNewMembers	Who joined
EventLogFilterPinnedMessages	Pinned messages
EventLogInfoDetail	What members and administrators did in the last 48 hours.
EventLogInfoDetailChannel	What administrators did in the last 48 hours.
Group.Info.AdminLog	Recent actions
Group.Status	group
Group.Username.CreatePublicLinkHelp	People can share this link, and find your group by search.
GroupInfo.DeleteAndExit	Delete and leave
GroupInfo.Title	Group info
GroupMembers	Members
GroupName	Name of the group
GroupType	Kind of group
GroupTypeHeader	Kind of group
HiddenName	Deleted account
InviteLink.Title	Invitation
LinkedChannel	Linked channel
MegaPrivate	Private group
MegaPrivateInfo	Only people with an invitation can join it.
MegaPrivateLinkHelp	People join your group by this link. You can take it back at any time.
MegaPublic	Public group
MegaPublicInfo	Everybody can find it, read what was written and join it.
MemberRequests	Requests to join
Members#one	%1$d member
Members#other	%1$d members
NoBlockedGroup2	Who was removed from the group cannot come back by a link.
NoGroupsInCommon	You share no groups
Notification.JoinedChat	%@ joined
OnlineCount#one	%1$d online
OnlineCount#other	%1$d online
Participants	Members
Phone	Phone
PhoneCopied	Number copied
PrimaryLinkHelp	Whoever has this link can join.
ProfileBirthday	Birthday
ProfileJoinChannel	Join channel
ProfileJoinGroup	Join group
ProfileSendAGift	Send a gift
PublicLink	Public link
ReportPeer.Report	Report
RevokeAlert	Take this link back? Nobody can join by it any more.
RevokeButton	Take back
RevokeLink	Take the link back
SetAsAdmin	Name administrator
ShareYouPhoneNumberTitle	Share your number?
StartVoipChat	Start a group call
Statistics	Statistics
StoryList.ArchivedEmptyState.Title	There are no stories in the archive
StoryList.SavedEmptyState.Title	There are no stories here
SubscribeRequests	Requests to join
Subscribers#one	%1$d subscriber
Subscribers#other	%1$d subscribers
SupportStatus	support
TypePrivate	Private
TypePublic	Public
Unblock	Unblock
UserInfo.BotHelp	Help
UserInfo.BotSettings	Settings
UserInfo.NotificationsDisabled	Off
UserInfo.NotificationsEnabled	On
UserRestrictionsChangeInfo	Change how the group looks
UserRestrictionsEmbedLinks	Show previews of links
UserRestrictionsInviteUsers	Add people
UserRestrictionsPinMessages	Pin messages
UserRestrictionsSend	Write messages
UserRestrictionsSendMedia	Send media
UserRestrictionsSendPolls	Send polls
UserRestrictionsSendStickers	Send stickers and GIFs
Users#one	%1$d person
Users#other	%1$d people
VideoCall	Video Call
ViewDiscussion	View discussion
VoipGroupJoinCall	Join
YouWillBeNotified	You will be told
lng_context_remove_from_group	Remove from the group
lng_context_view_group	Group info
lng_context_view_profile	View profile
lng_context_view_topic	Topic info
lng_create_permanent_link_title	Lasting link
lng_forum_create_topic	New topic
lng_forum_topic_close	Close topic
lng_forum_topic_delete	Delete topic
lng_forum_topic_edit	Edit topic
lng_forum_topic_reopen	Open topic again
lng_forum_view_as_messages	View as messages
lng_info_bot_title	Bot info
lng_info_user_title	Info
lng_mediaview_profile_photo	Photo
lng_profile_view_channel	View channel
`
