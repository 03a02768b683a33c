/** Writing, reading and sharing messages. */
export const messageLines: string = `
AccActionCancelDownload	Cancel Download
AccActionDownload	Download
AccActionPause	Pause
AccActionPlay	Play
AccDescrPageDown	To the newest message
AccDescrPrevious	Previous
AccDescrVoiceMessage	Record a voice message
Add	Add
AddReaction	Add Reaction
AddToFavorites	Add to Favourites
AnonymousForward	Author hidden
Answer#one	%1$d answer
Answer#other	%1$d answers
AreYouSureDeleteFewMessages	Delete these messages?
AreYouSureDeleteSingleMessage	Delete this message?
AskAQuestion	Ask something
CancelForwarding	Do not forward
CancelReply	Do not reply
CancelUploadTitle	Stop sending?
Caption	Caption
Chat.ContextReactionCount#one	%@ reaction
Chat.ContextReactionCount#other	%@ reactions
Chat.DeleteMessagesConfirmation#one	Delete %d message?
Chat.DeleteMessagesConfirmation#other	Delete %d messages?
Chat.Empty.LinkPreview	A preview of the link is shown here
Chat.ForwardActionHeader	Forward
Chat.ForwardActionToolTip	Forward
Chat.GreetingTitle	No messages here yet
Chat.OutgoingContextMixedReactionCount	%@ reactions of %@ who saw it
Chat.PanelUnpinAllMessages	Unpin all messages
Chat.Pinned.UnpinAll#one	Unpin %d message
Chat.Pinned.UnpinAll#other	Unpin all %d messages
Chat.PlayOnceVoiceMessageTooltip	It can be listened to once
Chat.ReplyStory	Story
Chat.SendMessageMenu.EditPlaceholder	Message
Chat.SubtitleQuoteSelectionTip	Mark the part that you want to quote
Chat.Translate.Menu.To	Translate into
Chat.UnpinAllMessagesConfirmation#one	Unpin %d message in this chat?
Chat.UnpinAllMessagesConfirmation#other	Unpin all %d messages in this chat?
Comments#one	%1$d comment
Comments#other	%1$d comments
CommentsCount#one	%1$d comment
CommentsCount#other	%1$d comments
Conversation.ContextMenuCopy	Copy
Conversation.ContextMenuCopyLink	Copy Link
Conversation.ContextMenuForward	Forward
Conversation.ContextMenuNoViews	Nobody has seen it yet
Conversation.ContextMenuSeen#one	%@ person has seen it
Conversation.ContextMenuSeen#other	%@ people have seen it
Conversation.ContextMenuSendGiftTo	Send %@ a gift
Conversation.ContextViewReplies#one	View %@ reply
Conversation.ContextViewReplies#other	View %@ replies
Conversation.DefaultRestrictedMedia	Nobody may send media in this group.
Conversation.DeleteManyMessages	Delete Messages
Conversation.DeleteMessagesFor	Delete for %@, too
Conversation.DeleteMessagesForEveryone	Delete for everybody
Conversation.DeleteMessagesForMe	Delete for me only
Conversation.EmptyPlaceholder	Nothing here yet
Conversation.ForwardOptions.HideCaption	Hide captions
Conversation.ForwardOptions.ShowCaption	Show captions
Conversation.ForwardTooltip.SavedMessages.Many	The messages are in your Saved Messages.
Conversation.ForwardTooltip.SavedMessages.One	The message is in your Saved Messages.
Conversation.GreetingText	Write a message, or tap the greeting to send it.
Conversation.LinkCopied	Link copied
Conversation.PinMessageAlert.PinAndNotifyMembers	Pin, and tell everybody
Conversation.PinMessagesFor	Pin for %@, too
Conversation.PinnedMessage	Pinned message
Conversation.PremiumUploadFileTooLarge	This file is too large
Conversation.ReportMessages	Report
Conversation.ScheduleMessage.SendOn	Send on %@ at %@
Conversation.ScheduleMessage.SendToday	Send today at %@
Conversation.ScheduleMessage.SendTomorrow	Send tomorrow at %@
Conversation.ScheduleMessage.SendWhenOnline	Send when online
Conversation.SearchPlaceholder	Search messages
Conversation.SendMessage.ScheduleMessage	Schedule Message
Conversation.SendMessage.SendSilently	Send without Sound
Conversation.StatusTyping	typing
Conversation.StoryForwardTooltip.SavedMessages.One	The story was put into Saved Messages
Conversation.Unpin	Unpin
Copy	Copy
CopyLink	Copy Link
CopySelectedText	Copy what is selected
Create	Create
CropImage	Crop
DeleteForAll	Delete for everybody
DeleteMessagesOption	Delete for %1$s, too
DeleteMessagesOptionAlso	Delete for %1$s, too
DeleteProceedBtn	Go on
DeleteSingleMessagesTitle	Delete message
DescriptionPlaceholder	Description
DiscussionStarted	The discussion begins here
DoNotForward	Do not forward
DoNotReply	Do not reply
Edit	Edit
EditMessage	Edit Message
EditedMessage	edited
FinalResults	Final results
Forward	Forward
ForwardAnotherChat	Forward to another chat
ForwardTo	Forward to…
ForwardedFrom	Forwarded from %1$s
ForwardedMessage	Forwarded message
ForwardedMessageCount#one	%1$d forwarded message
ForwardedMessageCount#other	%1$d forwarded messages
ForwardedStory	Forwarded story
FwdMessageToSavedMessages	The message is in your Saved Messages.
HashtagSearchPlaceholder	Type a hashtag to search for
HiddenSendersNameDescription	Without names of senders
HideCaption	Hide caption
HideSenderNames	Hide names of senders
HideSendersName	Hide the name of the sender
Info	Info
JumpToDate	Go to a date
LeaveAComment	Leave a comment
Link	Link
LinkCopied	Link copied
LinkPreview	Link preview
LoadingFullImage	Loading…
Message	Message
Message.Context.Goto	Go to the message
MessageContainsEmojiPack	This message has emoji from %1$s.
MessageContainsEmojiPacks#one	This message has emoji from %1$d set.
MessageContainsEmojiPacks#other	This message has emoji from %1$d sets.
MessageOptionsReplyTitle	Reply
MessageScheduleEditTime	Change the time
MessageScheduleSend	Send now
MessageScheduledOn	Scheduled for %1$s
MessageScheduledToday	Scheduled for today
MessageScheduledUntilOnline	Scheduled until online
MessageUnsupported	This message cannot be shown by your app.
Messages.ChatsList	Chats
MyNotes	My notes
NextPhoto	Next
NoMessages	There are no messages here yet
NoResultFoundFor	Nothing found for “%1$s”
NoWordsRecognized	No words were recognised
Notification.PinnedTextMessage	%1$@ pinned "%2$@"
Of	%1$d of %2$d
OpenLinkTitle	Open link
OpenMapWith	Open the map with…
OpenUrlAlert2	Open %1$s?
OptionsTitle	Answers
Photo	Photo
Pin	Pin
PinAlsoFor	Pin for %1$s, too
PinMessageAlert	Pin this message in the group?
PinMessageAlertChannel	Pin this message in the channel?
PinMessageAlertChat	Pin this message at the top of the chat?
PinMessageAlertTitle	Pin message
PinMessageForMe	Pin for me only
PinNotify	Tell everybody
PinnedMessage	Pinned message
PinnedMessagesCount#one	%1$d pinned message
PinnedMessagesCount#other	%1$d pinned messages
Quote	Quote
Reactions	Reactions
Reminders	Reminders
RemoveQuote	Remove quote
RepliesTitle	Replies
Reply	Reply
ReplyInAnotherChat	Reply in another chat
ReplyTo	Reply to %1$s
ReplyToAnotherChat	Reply in another chat
ReportSelectMessages	Select messages
Save	Save
ScheduleMessage	Schedule Message
ScheduledMessages	Scheduled messages
SearchMyMessages	My messages
SearchThisChat	This chat
Send	Send
SendAnotherGift	Send another gift
SendMessage	Send Message
SendMessageTo	Send to…
SendWhenOnline	Send when online
SendWithoutSound	Send without Sound
SetReminder	Set a reminder
SetUrlPlaceholder	Link
Share.Link.Copied	Link copied
ShareContact	Share Contact
ShowCaption	Show caption
ShowOriginalButton	Show original
ShowSenderNames	Show names of senders
ShowSendersName	Show the name of the sender
SlowModeWait	Slow mode: wait %d
StorySharedTo	The story was sent to %1$s
TextFormat.AddLinkTitle	Add link
TranslateMessage	Translate
Unpin	Unpin
UnpinAllMessages	Unpin all messages
UnpinMessageAlertTitle	Unpin message
UnreadMessages	Unread messages
VerifyChatInfo	Codes that other services send you arrive in this chat.
VerifyCodesNotifications	Codes
ViaBot	via
ViewReplies	View replies
VoiceMessagesRestrictedByPrivacy	%1$s does not take voice messages
VoiceOver.Chat.MessagesSelected#one	%@ message selected
VoiceOver.Chat.MessagesSelected#other	%@ messages selected
YourQuote	Your quote
ZoomOut	Zoom out
lng_cancel	Cancel
lng_context_cancel_download	Cancel Download
lng_context_copy_link	Copy Link
lng_context_copy_message_link	Copy Link to the Message
lng_context_copy_selected	Copy what is selected
lng_context_copy_selected_items	Copy what is selected
lng_context_copy_text	Copy Text
lng_context_forward_msg	Forward
lng_context_quote_and_reply	Quote and Reply
lng_context_report_msg	Report
lng_context_save_gif	Keep GIF
lng_context_translate	Translate
lng_forum_no_messages	no messages
lng_forward_title	Forward
lng_from_draft	Draft
lng_launch_svg_warning	An SVG file can tell its author your network address when it is opened. Open it?
lng_reply_options_header	Options of the reply
lng_reply_options_quote	Options of the quote
lng_reply_quote_selected	Quote what is selected
lng_report_story	Report the story
lng_send_action_choose_sticker	choosing a sticker
lng_send_action_geo_location	choosing a place
lng_send_action_record_audio	recording a voice message
lng_send_action_record_round	recording a video message
lng_send_action_record_video	recording a video
lng_send_action_upload_audio	sending a voice message
lng_send_action_upload_file	sending a file
lng_send_action_upload_photo	sending a photo
lng_send_action_upload_round	sending a video message
lng_send_action_upload_video	sending a video
lng_settings_change_lang	Change Language
lng_user_action_choose_sticker	{user} is choosing a sticker
lng_user_action_watching_animations	{user} is watching {emoji}
lng_user_playing_game	{user} is playing a game
lng_user_typing	{user} is typing
messages#one	%1$d message
messages#other	%1$d messages
`
