/** People, groups, channels and calls. */
export const peopleLines: string = `
AccDescrChannel	Channel
AccDescrGroup	Group
AccDescrTopic	Topic
AccExitFullscreen	Leave full screen
AccSwitchToFullscreen	Full screen
AddContact.SharedContactExceptionInfo	%@ can see your number then.
AddMember	Add member
AddPhoto	Add a photo
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
BotInfoTitle	What can this bot do?
BotOpen	Open
BotPrivacyPolicy	Privacy Policy
BotProfilePermissionEmojiStatus	May change your status
BotProfilePermissionLocation	May see where you are
BotRestart	Start again
BotStart	Start
BotUsers#one	%1$d user a month
BotUsers#other	%1$d users a month
BotWebViewOpenBot	Open the bot
BusinessHoursDayClosed	closed
BusinessHoursDayFullOpened	open all day
BusinessProfileLocation	Location
Call	Call
CallEmojiKeyTooltip	If %1$s sees the same emoji, nobody listens to this call.
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
Channel.Management.AddModerator	Add administrator
Channel.Management.Title	Administrators
Channel.TitleInfo	Channel info
Channel.Username.CreatePublicLinkHelp	People can share this link, and find your channel by search.
ChannelAddException	Add an exception
ChannelAddSubscribers	Add subscribers
ChannelAdministrators	Administrators
ChannelBlockedUsers	Removed people
ChannelBoost.MoreBoosts#one	%d more boost
ChannelBoost.MoreBoosts#other	%d more boosts
ChannelCreator	owner
ChannelDelete	Delete channel
ChannelDeleteAlert	Delete this channel with all its messages and subscribers?
ChannelIntro.CreateChannel	New Channel
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
ChannelStats.SharesCount_ZeroValueHolder	Not shared yet
ChannelStats.Title	Statistics of the channel
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
CreateLink	Make a link
CreateNewLink	New link
DeleteAdditionalActions	What else
DeleteAllFrom	Delete all of %1$s
DeleteAllFromUsers	Delete all of these people
DeleteAndStop	Delete and stop
DeleteBan	Ban %1$s
DeleteBanUsers	Ban these people
DeleteContact	Delete Contact
DeleteGroupForAll	Delete the group for everybody
DeleteLink	Delete link
DeleteLinkHelp	Delete this link? It does not come back.
DeleteMega	Delete group
DeleteRestrictUsers	Restrict these people
DeleteToggleBanUsers	Ban instead
DeleteToggleRestrictUsers	Restrict instead
DescriptionInfo	You may describe your channel.
DescriptionOptionalPlaceholder	Description, if you like
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
EditLink	Edit link
EditTopic	Edit topic
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
GroupAddMembers	Add members
GroupInfo.DeleteAndExit	Delete and leave
GroupInfo.ParticipantCount#one	%@ member
GroupInfo.ParticipantCount#other	%@ members
GroupInfo.Title	Group info
GroupMembers	Members
GroupName	Name of the group
GroupStats.Title	Statistics of the group
GroupType	Kind of group
GroupTypeHeader	Kind of group
HiddenName	Deleted account
InviteLink	Invitation
InviteLink.Expired	no longer valid
InviteLink.ExpiresIn	valid for %@
InviteLink.InviteLink	Invitation
InviteLink.Title	Invitation
KickFromSupergroup	Restrict
LinkedChannel	Linked channel
MegaPrivate	Private group
MegaPrivateInfo	Only people with an invitation can join it.
MegaPrivateLinkHelp	People join your group by this link. You can take it back at any time.
MegaPublic	Public group
MegaPublicInfo	Everybody can find it, read what was written and join it.
MemberRequests	Requests to join
Members#one	%1$d member
Members#other	%1$d members
NewContact.Phone.Hidden.Text	The number is shown when **%@** has added you, too.
NewLink	New link
NewTopic	New topic
NoBlockedGroup2	Who was removed from the group cannot come back by a link.
NoGroupsInCommon	You share no groups
Notification.JoinedChat	%@ joined
OnlineCount#one	%1$d online
OnlineCount#other	%1$d online
Participants	Members
PeerInfo.PaneStories	Stories
Phone	Phone
PhoneCopied	Number copied
PrimaryLinkHelp	Whoever has this link can join.
ProfileBirthday	Birthday
ProfileBotOpenApp	Open app
ProfileChannel	Channel
ProfileJoinChannel	Join channel
ProfileJoinGroup	Join group
ProfileSendAGift	Send a gift
PublicLink	Public link
ReportPeer.Report	Report
ReportSpamTitle	Report as spam
RevokeAlert	Take this link back? Nobody can join by it any more.
RevokeButton	Take back
RevokeLink	Take the link back
SaveLink	Keep link
SetAsAdmin	Name administrator
Settings.MyStories	My stories
ShareYouPhoneNumberTitle	Share your number?
StartVoipChat	Start a group call
Statistics	Statistics
Stats.MessageTitle	Statistics of the message
Stats.StoryTitle	Statistics of the story
StatusHiddenShow	show
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
UserInfo.ResetToOriginalAlertText	Show the photo again that %@ has chosen?
UserRestrictions	Restrictions
UserRestrictionsCanDo	What may this person do?
UserRestrictionsCanDoUsers#one	What may this person do?
UserRestrictionsCanDoUsers#other	What may these %1$d people do?
UserRestrictionsChangeInfo	Change how the group looks
UserRestrictionsEmbedLinks	Show previews of links
UserRestrictionsInviteUsers	Add people
UserRestrictionsPinMessages	Pin messages
UserRestrictionsSend	Write messages
UserRestrictionsSendMedia	Send media
UserRestrictionsSendPolls	Send polls
UserRestrictionsSendStickers	Send stickers and GIFs
UsernameAlso	also %1$s
Users#one	%1$d person
Users#other	%1$d people
VideoCall	Video Call
ViewDiscussion	View discussion
VoipFlip	Other camera
VoipGroupJoinCall	Join
WebApp.ReloadPage	Load again
YouWillBeNotified	You will be told
lng_call_accept	Accept
lng_call_decline	Decline
lng_call_end_call	End
lng_call_mute_audio	Mute
lng_call_screencast	Share screen
lng_call_start_video	Start video
lng_call_status_busy	busy
lng_call_status_exchanging	exchanging keys
lng_call_status_hanging	ending
lng_call_status_incoming	is calling you
lng_call_status_requesting	calling
lng_call_status_ringing	ringing
lng_call_status_waiting	waiting
lng_call_stop_video	Stop video
lng_call_unmute_audio	Unmute
lng_channel_earn_title	Earnings
lng_contact_phone	Phone number
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
lng_group_invite_title	Invitations
lng_info_bot_title	Bot info
lng_info_user_title	Info
lng_mediaview_profile_photo	Photo
lng_new_contact_share	Share my number
lng_profile_view_channel	View channel
`
