/** Photos, stickers, polls and whatever else messages hold besides text. */
export const mediaLines: string = `
AccDescrStickerSet	Sticker set
AccDescrStickers	Stickers
AddStickersAction	Add
AnonymousPoll	Anonymous Poll
AnonymousQuizPoll	Anonymous Quiz
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
BoostingGiveawayChannelStarted	Giveaway
Chat.Poll.Stop.Confirm.Header	End this poll? Nobody can vote any more then.
Chat.Poll.SubmitVote	Vote
Chat.Poll.TotalVotesResultEmpty	Nobody has voted
Chat.Quiz.TooltipNoVotes	Nobody has voted yet
Chat.Quiz.TotalVotes#one	%d answer
Chat.Quiz.TotalVotes#other	%d answers
Chat.Quiz.TotalVotesEmpty	Nobody has answered yet
Chat.QuizResultTitle	Results
ChooseStickerMyStickerSets	My sets
CreatePoll.AddOption	Add an answer
CreatePoll.Explanation	Explanation
CreatePoll.ExplanationInfo	People see this after a wrong answer.
DebugSendLogs	Send the log
Emoji	Emoji
Emoji1	Faces and people
Emoji2	Animals and nature
Emoji3	Food and drink
Emoji4	Activities
Emoji5	Travel and places
Emoji6	Things
Emoji7	Symbols
Emoji8	Flags
ErrorSendRestrictedStickersAll	Stickers cannot be sent in this group.
FavoriteStickers	Favourites
GifsTab2	GIFs
InputAttach.Popover.Music	Music
InputAttach.Popover.Photo	Photo
InputAttach.Popover.Video	Video
InstalledStickers.DynamicPackOrder	Recently used sets first
InstalledStickers.DynamicPackOrderInfo	A set moves to the front when you use a sticker of it.
Media#one	%1$d file
Media#other	%1$d files
MediaAudioEmpty	There are no voice messages here yet
MediaFileEmpty	No files yet
MediaLinkEmpty	There are no links here yet
MediaSongEmpty	There is no music here yet
Message.GiveawayEndedWinners#one	Giveaway with %@ winner
Message.GiveawayEndedWinners#other	Giveaway with %@ winners
Message.LiveLocation	Live location
Message.Location	Location
NewPoll	New Poll
NoGIFsFound	No GIFs found
NoStickers	No stickers yet
OpenInNewTab	Open in a new tab
OptionHint	Answer
PaymentInvoice	Invoice
Poll	Poll
PollAnonymous	Anonymous voting
PollMultiple	Several answers
PollOptions	Answers
PollQuiz	Quiz
PollResults	Results
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
RecentStickers	Recently used
SearchGifsTitle	Search GIFs
SearchStickersHint	Search for stickers
SharedFilesTab2	Files
SharedGIFsTab2	GIFs
SharedLinksTab2	Links
SharedMedia	Shared media
SharedMedia.EmptyTitle	There are no media here yet
SharedMediaEmptyTitle	There are no media here yet
SharedMediaTab2	Media
SharedMusicTab2	Music
SharedVoiceTab2	Voice
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
StickersBotInfo	There are no tools for making stickers here yet.
StickersList.EmojiItem	Custom emoji
StopPoll	End poll
StopQuiz	End quiz
UnlockPremiumEmojiHint	This emoji needs Premium.
UnlockPremiumEmojiHint2	In Saved Messages you can use it without.
UnvotePoll	Take back your vote
Video.Unsupported.Desktop	This video cannot be played here. Try an app for the desktop.
Video.Unsupported.Mobile	This video cannot be played here. Try an app for phones.
Volume	Volume
Vote#one	%1$d vote
Vote#other	%1$d votes
lng_context_copy_image	Copy Image
lng_media_audio_empty	There are no voice messages here yet
lng_media_download	Download
lng_media_file_empty	There are no files here yet
lng_media_file_empty_search	No files found
lng_media_gif_empty	There are no GIFs here yet
lng_media_link_empty	There are no links here yet
lng_media_link_empty_search	No links found
lng_media_song_empty	There is no music here yet
lng_media_song_empty_search	No music found
lng_polls_choose_answers	Give at least two answers.
lng_polls_choose_correct	Choose the right answer.
lng_polls_choose_question	Ask something.
lng_polls_retract	Take back your vote
lng_polls_solution_title	Explanation
lng_polls_stop	End poll
lng_polls_stop_sure	End this poll?
lng_polls_stop_warning	Nobody can vote any more after you end this poll.
`
