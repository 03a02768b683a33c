/** Writing, reading and sharing messages. */
export const messageLines: string = `
AccActionCancelDownload	Cancel Download
AccActionDownload	Download
AccActionPause	Pause
AccActionPlay	Play
AccDescrPageDown	To the newest message
AccDescrPrevious	Previous
AccDescrStickerSet	Sticker set
AccDescrStickers	Stickers
AccDescrVoiceMessage	Record a voice message
Add	Add
AddReaction	Add Reaction
AddStickersAction	Add
AddToFavorites	Add to Favourites
AnonymousPoll	Anonymous Poll
AreYouSureDeleteFewMessages	Delete these messages?
AreYouSureDeleteSingleMessage	Delete this message?
AskAQuestion	Ask something
AttachAudio	Voice message
AttachContact	Contact
AttachDocument	File
AttachGame	Game
AttachGif	GIF
AttachLiveLocation	Live location
AttachLocation	Location
AttachMusic	Music
AttachPhoto	Photo
AttachPoll	Poll
AttachRound	Video message
AttachSticker	Sticker
AttachStory	Story
AttachTodo	To-do list
AttachVideo	Video
AttachmentMenu.PhotoOrVideo	Photo or Video
CancelForwarding	Do not forward
CancelReply	Do not reply
CancelUploadTitle	Stop sending?
Caption	Caption
Chat.DeleteMessagesConfirmation#one	Delete %d message?
Chat.DeleteMessagesConfirmation#other	Delete %d messages?
Chat.Empty.LinkPreview	A preview of the link is shown here
Chat.ForwardActionHeader	Forward
Chat.ForwardActionToolTip	Forward
Chat.GreetingTitle	No messages here yet
Chat.PanelUnpinAllMessages	Unpin all messages
Chat.Pinned.UnpinAll#one	Unpin %d message
Chat.Pinned.UnpinAll#other	Unpin all %d messages
Chat.PlayOnceVoiceMessageTooltip	It can be listened to once
Chat.Poll.Stop.Confirm.Header	End this poll? Nobody can vote any more then.
Chat.Poll.SubmitVote	Vote
Chat.Quiz.TooltipNoVotes	Nobody has voted yet
Chat.Quiz.TotalVotes#one	%d answer
Chat.Quiz.TotalVotes#other	%d answers
Chat.Quiz.TotalVotesEmpty	Nobody has answered yet
Chat.QuizResultTitle	Results
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
Conversation.ContextMenuSendGiftTo	Send %@ a gift
Conversation.ContextViewReplies#one	View %@ reply
Conversation.ContextViewReplies#other	View %@ replies
Conversation.DefaultRestrictedMedia	Nobody may send media in this group.
Conversation.DeleteManyMessages	Delete Messages
Conversation.DeleteMessagesFor	Delete for %@, too
Conversation.DeleteMessagesForEveryone	Delete for everybody
Conversation.DeleteMessagesForMe	Delete for me only
Conversation.ForwardTooltip.SavedMessages.Many	The messages are in your Saved Messages.
Conversation.ForwardTooltip.SavedMessages.One	The message is in your Saved Messages.
Conversation.LinkCopied	Link copied
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
Conversation.Unpin	Unpin
Copy	Copy
CopyLink	Copy Link
CopySelectedText	Copy what is selected
Create	Create
CreatePoll.AddOption	Add an answer
CreatePoll.Explanation	Explanation
CreatePoll.ExplanationInfo	People see this after a wrong answer.
CropImage	Crop
DeleteForAll	Delete for everybody
DeleteMessagesOption	Delete for %1$s, too
DeleteSingleMessagesTitle	Delete message
DescriptionPlaceholder	Description
DiscussionStarted	The discussion begins here
DoNotForward	Do not forward
Edit	Edit
EditMessage	Edit Message
EditedMessage	edited
Emoji	Emoji
Emoji1	Faces and people
Emoji2	Animals and nature
Emoji3	Food and drink
Emoji4	Activities
Emoji5	Travel and places
Emoji6	Things
Emoji7	Symbols
Emoji8	Flags
FavoriteStickers	Favourites
FinalResults	Final results
Forward	Forward
ForwardAnotherChat	Forward to another chat
ForwardTo	Forward to…
ForwardedFrom	Forwarded from %1$s
ForwardedMessage	Forwarded message
ForwardedStory	Forwarded story
FwdMessageToSavedMessages	The message is in your Saved Messages.
GifsTab2	GIFs
HideCaption	Hide caption
Info	Info
JumpToDate	Go to a date
LeaveAComment	Leave a comment
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
NewPoll	New Poll
NextPhoto	Next
NoMessages	There are no messages here yet
NoWordsRecognized	No words were recognised
Notification.PinnedTextMessage	%1$@ pinned "%2$@"
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
Poll	Poll
PollAnonymous	Anonymous voting
PollMultiple	Several answers
PollOptions	Answers
PollQuiz	Quiz
PollSubmitVotes	Vote
PollViewResults	View results
Preview.Dragging.AddItems#one	Add item
Preview.Dragging.AddItems#other	Add items
PreviewQuoteUpdate	Quote
PreviewSender.SendAudio#one	Send audio file
PreviewSender.SendAudio#other	Send %d audio files
PreviewSender.SendFile#one	Send file
PreviewSender.SendFile#other	Send %d files
PreviewSender.SendPhoto#one	Send photo
PreviewSender.SendPhoto#other	Send %d photos
PreviewSender.SendVideo#one	Send video
PreviewSender.SendVideo#other	Send %d videos
PublicPoll	Public Poll
QuizPoll	Quiz
Quote	Quote
Reactions	Reactions
RecentStickers	Recently used
Reminders	Reminders
RemoveQuote	Remove quote
Reply	Reply
ReplyInAnotherChat	Reply in another chat
ReplyTo	Reply to %1$s
ReportSelectMessages	Select messages
Save	Save
ScheduleMessage	Schedule Message
ScheduledMessages	Scheduled messages
SearchGifsTitle	Search GIFs
SearchStickersHint	Search for stickers
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
SharedFilesTab2	Files
SharedGIFsTab2	GIFs
SharedLinksTab2	Links
SharedMedia	Shared media
SharedMedia.EmptyTitle	There are no media here yet
SharedMediaTab2	Media
SharedMusicTab2	Music
SharedVoiceTab2	Voice
ShowCaption	Show caption
ShowOriginalButton	Show original
SlowModeWait	Slow mode: wait %d
StickerPack.AddStickerCount#one	Add %@ sticker
StickerPack.AddStickerCount#other	Add %@ stickers
StickerPack.RemoveStickerCount#one	Remove %@ sticker
StickerPack.RemoveStickerCount#other	Remove %@ stickers
StickerPack.StickerCount#one	%@ sticker
StickerPack.StickerCount#other	%@ stickers
Stickers#one	%1$d sticker
Stickers#other	%1$d stickers
Stickers.FavoriteStickers	Favourites
Stickers.FrequentlyUsed	Recently used
Stickers.Install	Add
Stickers.RemoveFromFavorites	Remove from Favourites
Stickers.SuggestAdded	My sets
Stickers.SuggestAll	All sets
Stickers.SuggestNone	None
StopPoll	End poll
StopQuiz	End quiz
TextFormat.AddLinkTitle	Add link
TranslateMessage	Translate
Unpin	Unpin
UnpinAllMessages	Unpin all messages
UnpinMessageAlertTitle	Unpin message
UnreadMessages	Unread messages
UnvotePoll	Take back your vote
Video.Unsupported.Desktop	This video cannot be played here. Try an app for the desktop.
Video.Unsupported.Mobile	This video cannot be played here. Try an app for phones.
ViewReplies	View replies
VoiceOver.Chat.MessagesSelected#one	%@ message selected
VoiceOver.Chat.MessagesSelected#other	%@ messages selected
Vote#one	%1$d vote
Vote#other	%1$d votes
YourQuote	Your quote
ZoomOut	Zoom out
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
lng_from_draft	Draft
lng_media_audio_empty	There are no voice messages here yet
lng_media_download	Download
lng_media_file_empty	There are no files here yet
lng_media_file_empty_search	No files found
lng_media_gif_empty	There are no GIFs here yet
lng_media_link_empty	There are no links here yet
lng_media_link_empty_search	No links found
lng_media_song_empty	There is no music here yet
lng_media_song_empty_search	No music found
lng_polls_retract	Take back your vote
lng_polls_stop	End poll
lng_polls_stop_sure	End this poll?
lng_polls_stop_warning	Nobody can vote any more after you end this poll.
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
