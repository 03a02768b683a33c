/** Short words on what has happened, or why it cannot. */
export const noticeLines: string = `
AccDescrVideoMessage	Record a video message
AdHidden	You will not see this advertisement again.
ApproveNewMembers	Ask an administrator
ApproveNewMembersDescription	Whoever comes by this link waits until somebody lets them in.
Attachment.DisableSpoiler	Show without a tap
AutoDownloadSettings.LastDelimeter	 and 
BotDefaultPrivacyPolicy	https://core.telegram.org/bots
BotDownloadFileButton	Download
BotDownloadFileTitle	Download a file?
BotRemoveFromMenu	Take %1$s out of the menu?
BotRemoveFromMenuTitle	Remove
BusinessHoursProfileSwitchLocal	by their time
BusinessHoursProfileSwitchMy	by your time
BusinessLink.ErrorExpired	This link is no longer in use.
BusinessLocationCopied	Address copied
Call.Camera.Error	The camera cannot be used.
ChannelPostDeleted	This message was deleted.
ChannelVisibility.Confirm.MakePrivate.Channel	The link with **%@** will be free for anybody. Make this private?
Chat.EmptyStateIntroFooter	%@ has set these words.
Chat.SendNotAllowedText	You cannot write here.
ChatList.EmptyTopicsTitle	No topics yet
ClearHistoryMessage	Remove all messages of your chat with **%1$s**?
Contacts.PhoneNumber.NotRegistred	Nobody here has this number.
Conversation.ErrorInaccessibleMessage	This message is not there.
Conversation.ShareLinkTooltip.Chat.One	Link sent to **%@**
DeselectAll	None
DoNotTranslateLanguage	Never translate %1$s
DoNotTranslateLanguageOther	Never translate %1$s
DownloadSpeedLimited	Downloads are slowed down
DownloadSpeedLimitedMessage	With Premium they are **%1$d** times as fast.
EditMessageReplacePhoto	Another photo
ErrorOccurred	Something went wrong.
ExactTextCopied	Copied: %1$s
FloodWait	That was too often. Try again later.
FolderLinkScreen.AlertTextUnavailableBot	Chats with bots cannot be shared.
FolderLinkScreen.AlertTextUnavailablePublicGroup	This group cannot be shared.
FolderLinkScreen.LinkActionShare	Share
GiftTelegramPremiumTitle	Give Premium
Group.ErrorAccessDenied	You have no way into this group.
GroupInfo.LabelAdmin	admin
GroupInfo.LabelOwner	owner
LimitReachedFavoriteGifs	No more than %1$s
LimitReachedPinnedTopics	No more than %1$d topics can be pinned.
LinkNameHint	Name of the link, for administrators alone
MessageLockedPremium	**%1$s** takes messages from contacts and from people with Premium.
NoUsernameFound	Nobody has this name.
PermissionNoLocationPosition	The place where you are is not known.
PopularReactions	Popular
PremiumLastSeenButton1	Show mine
PremiumLastSeenButton2	Look at Premium
PremiumLastSeenHeader1	Show when you were here
PremiumLastSeenSet	Others see when you were here.
PremiumLastSeenText1Locked	To see when **%1$s** was here, show when you were here.
PremiumLastSeenText2	With Premium you see when **%1$s** was here and keep yours to yourself.
PremiumOr	or
PremiumReadButton1	Show mine
PremiumReadHeader1	Show when you read
PremiumReadHeader2	Use Premium
PremiumReadText1	To see when **%1$s** read your message, show when you read.
PremiumReadText2	With Premium you see when **%1$s** read it and keep yours to yourself.
Previous	Previous
PrivacyPolicy	Privacy
PushReactText	Reacted with %1$s to %2$s
ReplyToQuote	Quote of %1$s
ReportPeer.AlertSuccess	Thank you. Whoever runs this server will look at it.
RequestAcces.Error.HaveNotAccess.Call	Allow the microphone and the camera to call.
RequestAcces.Error.HaveNotAccess.Channel	Allow the microphone to speak.
RevenueSharingAdsAlertSubtitle	What pays for this channel, and what it does not learn of you
SavedOpenChat	Open the chat
SearchAppsMine	Apps that you use
SelectAll	All
SendMessageAsTitle	Write as
SponsoredMessageInfoScreen.Title	Advertisements
StickerEffects	Effects
StickerPack.ErrorNotFound	There is no such sticker set.
Story.Tooltip.GifSent	GIF sent
Story.Tooltip.MessageSent	Message sent
Story.Tooltip.ReactionSent	Reaction sent
Story.Tooltip.StickerSent	Sticker sent
Story.TooltipVideoHasNoSound	This video has no sound.
StoryRepliesLockedButton	About Premium
StorySelectedContactsHint	Only whom %1$s has chosen sees this story.
SubscribeToPremium	Premium for %1$s
TelegramPremium	Premium
TextCopied	Text copied
TranslateToButton	Translate into %1$s
TranslateToButtonOther	Translate into %1$s
UploadSpeedLimited	Uploads are slowed down
UploadSpeedLimitedMessage	With Premium they are **%1$d** times as fast.
UserInfo.CustomPhotoInfo	Set a photo of %@ for you alone, or suggest one.
UserInfo.FirstNamePlaceholder	First name
UserInfo.LastNamePlaceholder	Last name
UserInfo.ResetCustomPhoto	Back to their own photo
UserInfo.SetCustomPhoto	Set a photo of %@
UserInfo.SetCustomPhoto.SuccessPhotoText	**%@** has this photo now, for you alone.
UserInfo.SuggestPhoto	Suggest a photo to %@
VoipIncoming	Call for you
VoipPeerIncompatible	The app of %1$s is too old for this call.
WebApp.AddToAttachmentUnavailableError	This cannot be added to the menu.
lng_bot_allow_write	May this bot write to you?
lng_bot_allow_write_confirm	Allow
lng_bot_allow_write_title	Messages from a bot
lng_bot_close_warning	What you have changed may be lost.
lng_bot_close_warning_sure	Close nevertheless
lng_bot_close_warning_title	Close?
lng_call_rate_label	How was the call?
lng_channel_add_users	Add people
lng_channel_earn_balance_title	Balance
lng_channel_earn_learn_title	What channels earn
lng_context_reply_msg	Reply
lng_forum_topic_delete_sure	Delete this topic with all its messages?
lng_forward_many_title#one	Forward %1$s message
lng_forward_many_title#other	Forward %1$s messages
lng_group_invite_expire_custom	Another time
lng_message_not_found	This message is not there.
lng_messages_privacy_premium_about	With Premium you can choose who may write to you.
lng_month1	January
lng_month10	October
lng_month11	November
lng_month12	December
lng_month2	February
lng_month3	March
lng_month4	April
lng_month5	May
lng_month6	June
lng_month7	July
lng_month8	August
lng_month9	September
lng_report_please_select_messages	Choose the messages first.
lng_report_reason_description	What is wrong?
lng_settings_ask_ok	Ask
lng_settings_save	Save
lng_username_app_not_found	There is no such app.
lng_username_by_phone_not_found	Nobody with the number {phone} can be shown to you.
`
