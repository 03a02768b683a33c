/**
 * Keys that Web A takes from the packs of Android, iOS, Desktop and macOS, as read in its public source (Ajaxy/telegram-tt):
 * what is passed to `oldLang` and `oldTranslate`, and the texts that it keeps for a start without a connection. By the file
 * or folder they were found in. Some files were read as a whole, of others a search by each letter showed parts, so a few keys
 * may be missing. `#` where a number picks the form, and the places for values.
 */
export const askedByWebA: Readonly<Record<string, string>> = {
  'src/components/left/settings/SettingsActiveSessions.tsx': `
AreYouSureSessions
AuthSessions.CurrentSession
IfInactiveFor
Months# %1$d
OtherSessions
TerminateAllSessions
TerminateOldSessionHeader
Weeks# %1$d
Years# %1$d
`,
  'src/components/left/settings/SettingsGeneral.tsx': `
ChatBackground
SETTINGS
TextSize
Theme
VoiceOver.Keyboard
`,
  'src/components/left/settings/SettingsHeader.tsx': `
AccDescrGoBack
AccountSettings.Logout
AlwaysAllow
AlwaysShareWith
AutodownloadGroupChats
BlockedUsers
Calls
DataSettings
Delete
DoNotTranslate
DoubleTapSetting
Emoji
FilterEdit
FilterExclude
FilterInclude
FilterNew
Filters
FolderLinkScreen.Title
General
Language
LogOutTitle
NeverAllow
NeverShareWith
Notifications
OtherWebSessions
Passcode
PasscodeController.Change.Title
PasscodeController.Disable.Title
PasscodeController.ReEnterPasscode.Placeholder
PasswordHint
PleaseEnterCurrentPassword
PleaseReEnterPassword
Privacy.ProfilePhoto
PrivacyBio
PrivacyBirthday
PrivacyForwards
PrivacyLastSeen
PrivacyMessages
PrivacyPhone
PrivacySettings
PrivacyVoiceMessages
RecoveryEmailTitle
SessionsTitle
SetColor
StickersName
TwoStepVerification
TwoStepVerificationPasswordSet
lng_settings_experimental
lng_settings_information
lng_sure_logout
`,
  'src/components/left/settings/SettingsPrivacy.tsx': `
ArchiveAndMute
ArchiveAndMuteInfo
LastSeenTitle
Loading
NewChatsFromNonContacts
P2PContacts
P2PEverybody
P2PNobody
PasswordOff
PasswordOn
PrivacyForwardsTitle
PrivacyMessagesContactsAndPremium
PrivacyMessagesTitle
PrivacyPhoneTitle
PrivacyProfilePhotoTitle
PrivacySettings.WebSessions
PrivacyTitle
PrivacyVoiceMessagesTitle
WhoCanAddMe
WhoCanCallMe
lng_settings_sensitive_about
lng_settings_sensitive_disable_filtering
lng_settings_sensitive_title
lng_settings_title_chat_name
lng_settings_window_system
`,
  'src/components/left/settings/SettingsPrivacyVisibility.tsx': `
Chats# %1$d
ContactsAndPremium
CustomHelp
EditAdminAddUsers
PrivacyBioTitle
PrivacyBirthdayTitle
PrivacyExceptions
PrivacyP2P
PrivacyPhoneInfo
PrivacyPhoneInfo3
PrivacyPhoneTitle2
PrivacyPremium
PrivacyVoiceMessagesInfo
Users# %1$d
`,
  'src/components/middle/HeaderMenuContainer.tsx': `
lng_forum_topic_delete_sure
AddContact
BoostingBoostChannelMenu
BoostingBoostGroupMenu
Boosts
Bot.Stop
BotRestart
Call
Chat.ContextViewAsTopics
ChatsMute
ChatsUnmute
DeleteChatUser
Edit
Group.LeaveGroup
GroupInfo.DeleteAndExit
LeaveChannel
MemberRequests
ProfileJoinChannel
ProfileJoinGroup
ProfileSendAGift
ReportPeer.Report
ReportSelectMessages
Search
StartVoipChat
Statistics
SubscribeRequests
VideoCall
ViewDiscussion
VoipGroupJoinCall
lng_channel_earn_title
lng_context_translate
lng_forum_create_topic
lng_forum_topic_close
lng_forum_topic_delete
lng_forum_topic_edit
lng_forum_topic_reopen
lng_forum_view_as_messages
lng_profile_view_channel
`,
  'src/components/middle/message/MessageContextMenu.tsx': `
AddToFavorites
Chat.ContextReactionCount# %@
Chat.OutgoingContextMixedReactionCount %@ %@
Common.Select
Conversation.ContextMenuNoViews
Conversation.ContextMenuSeen# %@
Conversation.ContextMenuSendGiftTo %@
Conversation.ContextViewReplies# %@
DialogPin
DialogUnpin
Forward
MessageContainsEmojiPack %1$s
MessageContainsEmojiPacks# %1$d
MessageScheduleEditTime
MessageScheduleSend
Reply
SendAnotherGift
ShowOriginalButton
Stickers.RemoveFromFavorites
TranslateMessage
lng_context_cancel_download
lng_context_quote_and_reply
lng_context_report_msg
lng_context_save_gif
lng_media_download
lng_polls_retract
lng_polls_stop
lng_settings_change_lang
`,
  'src/components/modals/deleteMessage/DeleteMessageModal.tsx': `
Cancel
Chat.DeleteMessagesConfirmation# %d
Conversation.DeleteMessagesForEveryone
DeleteAdditionalActions
DeleteAllFrom %1$s
DeleteAllFromUsers
DeleteBan %1$s
DeleteBanUsers
DeleteMessagesOptionAlso %1$s
DeleteProceedBtn
DeleteRestrictUsers
DeleteToggleBanUsers
DeleteToggleRestrictUsers
KickFromSupergroup
ReportSpamTitle
UserRestrictionsCanDoUsers# %1$d
lng_delete_for_everyone_hint#
lng_delete_for_me_chat_hint#
`,
  'src/components/modals/stars/transaction/StarsTransactionModal.tsx': `
AppStore
BoostReason
Fragment
Gift
Giveaway
Media# %1$d
OK
PlayMarket
Star.Transaction.From
StarGiftReason
StarGiftReasonUpgrade
Stars# %1$d
Stars.Intro.Transaction.TelegramBotApi.Subtitle
Stars.Transaction.Date
Stars.Transaction.GiftFrom
Stars.Transaction.Id
Stars.Transaction.Reaction.Post
Stars.Transaction.To
Stars.Transaction.Unsupported.Title
Stars.Transaction.Via
Stars.Transfer.Photos# %d
Stars.Transfer.Videos# %d
StarsTOSLink
StarsTransaction.StarRefReason.Miniapp
StarsTransaction.StarRefReason.Program
StarsTransaction.StarRefReason.Title
StarsTransactionAds
StarsTransactionBot
StarsTransactionIDCopied
lng_credits_box_out_about {link}
lng_credits_summary_options_about_link
`,
  'src/components/right/RightHeader.tsx': `
AccDescrTopic
Channel.Management.AddModerator
Channel.TitleInfo
ChannelAddException
ChannelAddSubscribers
ChannelAdministrators
ChannelBlockedUsers
ChannelPermissions
ChannelStats.Title
ChannelSubscribers
ChannelTypeHeader
Common.Back
Common.Close
DeleteLink
DeleteLinkHelp
Discussion
EditAdminRights
EditLink
EditTopic
Group.Info.AdminLog
GroupAddMembers
GroupInfo.Title
GroupMembers
GroupStats.Title
GroupTypeHeader
InviteLink
NewLink
NewTopic
PeerInfo.PaneStories
PollResults
Reactions
SavedMessages
SavedMessagesTab
SearchGifsTitle
SearchStickersHint
SetAsAdmin
Settings.MyStories
SharedMedia
Stats.MessageTitle
Stats.StoryTitle
UserRestrictions
lng_group_invite_title
lng_info_bot_title
lng_info_user_title
`,
  'src/components/right/management/ManageInvites.tsx': `
CanJoin# %1$d
Copy
CreateNewLink
DeleteAll
DeleteAllRevokedLinkHelp
DeleteAllRevokedLinks
InviteLink.Expired
InviteLink.ExpiresIn %@
JoinRequests# %1$d
LinkCopied
LinkLimitReached
ManageLinksInfoHelp
NoOneJoined
PeopleJoined# %1$d
Permanent
PrimaryLinkHelp
PrimaryLinkHelpChannel
PublicLink
RevokeAlert
RevokeButton
RevokeLink
Revoked
RevokedLinks
lng_create_permanent_link_title
`,
  'src/global/helpers/chats.ts': `
AccDescrChannel
AccDescrGroup
Channel.Persmission.Denied.SendMessages.DefaultRestrictedText
Channel.Persmission.Denied.SendMessages.Forever
Channel.Persmission.Denied.SendMessages.Until %@
Chat
FilterBots
FilterChannels
FilterContacts
FilterGroups
FilterNonContacts
FromYou
HiddenName
PrivateChat
TopicClosedByAdmin
formatDateAtTime %1$s %2$s
lng_forum_replies_only
`,
  'src/global/helpers/messageSummary.ts': `
AttachAudio
AttachContact
AttachGif
AttachMusic
AttachPhoto
AttachSticker
AttachVideo
BoostingGiveawayChannelStarted
Chat.ReplyStory
ForwardedStory
Message.GiveawayEndedWinners# %@
Message.LiveLocation
Message.Location
PaymentInvoice
lng_in_dlg_album
`,
  'src/global/helpers/users.ts': `
ALongTimeAgo
Bot
LastSeen.AtDate %@
LastSeen.HoursAgo# %@
LastSeen.JustNow
LastSeen.MinutesAgo# %@
LastSeen.Offline
LastSeen.TodayAt %@
LastSeen.YesterdayAt %@
Lately
Online
ServiceNotifications
WithinAMonth
WithinAWeek
`,
  'src/util/dates/oldDateFormat.ts': `
Days# %1$d
Hours# %1$d
LiveLocationUpdated.JustNow
LiveLocationUpdated.MinutesAgo# %@
LiveLocationUpdated.TodayAt %@
MessageTimer.ShortDays# %@
MessageTimer.ShortHours# %@
MessageTimer.ShortMinutes# %@
Minutes# %1$d
Seconds# %1$d
Time.AtDate %@
Time.JustNow
Time.MinutesAgo# %@
Time.TodayAt %@
Time.YesterdayAt %@
Weekday.Friday
Weekday.Monday
Weekday.Saturday
Weekday.ShortFriday
Weekday.ShortMonday
Weekday.ShortSaturday
Weekday.ShortSunday
Weekday.ShortThursday
Weekday.ShortTuesday
Weekday.ShortWednesday
Weekday.Sunday
Weekday.Thursday
Weekday.Today
Weekday.Tuesday
Weekday.Wednesday
Weekday.Yesterday
`,
  'src/util/fallbackLangPack.ts': `
AccActionDownload
AccActionPlay
AccDescrOpenMenu2
AccDescrPageDown
AccDescrPrevious
AccDescrStickerSet
AccDescrStickers
AccDescrVoiceMessage
AlwaysShareWithPlaceholder
AlwaysShareWithTitle
Appearance.Animations
April
Archive
ArchivedChats
AreYouSureDeleteFewMessages
AreYouSureDeleteSingleMessage
AreYouSureDeleteThisChatWithGroup %1$s
AskAQuestion
AttachDocument
AttachmentMenu.PhotoOrVideo
August
AutoDeleteConfirm
AutoDownloadFilesTitle
AutoDownloadMedia
AutoDownloadPhotosTitle
AutoDownloadVideosTitle
AutodownloadPrivateChats
AutoplayMedia
BackgroundBlurred
BlockedUsersInfo
Caption
ChangePassword
Channel.Management.Title
Channel.Username.CreatePublicLinkHelp
ChannelCreator
ChannelDelete
ChannelDeleteAlert
ChannelLeaveAlertWithName %1$s
ChannelPermissionsHeader
ChannelPrivate
ChannelPrivateInfo
ChannelPrivateLinkHelp
ChannelPublic
ChannelPublicInfo
ChannelSignMessages
ChannelType
ChannelVisibility.Forwarding.ChannelInfo
ChannelVisibility.Forwarding.ChannelTitle
ChannelVisibility.Forwarding.Disabled
ChannelVisibility.Forwarding.Enabled
ChannelVisibility.Forwarding.GroupInfo
ChannelVisibility.Forwarding.GroupTitle
Chat.Input.Delete
Chat.PanelUnpinAllMessages
Chat.Pinned.UnpinAll# %d
Chat.Quiz.TotalVotesEmpty
Chat.UnpinAllMessagesConfirmation# %d
ChatHistory
ChatList.DeleteAndLeaveGroupConfirmation %@
ChatList.DeleteChatConfirmation %@
ChatList.DeleteForCurrentUser
ChatList.DeleteForEveryone %@
ChatList.Mute
ChatList.Search.NoResults
ChatList.Search.NoResultsDescription
ChatList.Search.ShowLess
ChatList.Search.ShowMore
ChatList.Unmute
Close
Comments# %1$d
CommentsCount# %1$d
ContactJoined
Contacts
Conversation.DefaultRestrictedMedia
Conversation.DeleteManyMessages
Conversation.ScheduleMessage.SendOn %@ %@
Create
CreateNewFilter
CreateNewFilterInfo
CreatePoll.AddOption
CropImage
DataAndStorage.Autoplay.Videos
December
DeleteChat
DeleteGroupForAll
DeleteMega
DeleteSingleMessagesTitle
DescriptionPlaceholder
DialogList.SearchSectionDialogs
DialogList.SearchSectionGlobal
DiscussChannel
DiscussionStarted
DiscussionUnlink
DiscussionUnlinkChannel
DiscussionUnlinkChannelAlert %1$s
DiscussionUnlinkGroup
DiscussionUnlinkGroupAlert %1$s
EditAdminAddAdmins
EditAdminBanUsers
EditAdminChangeChannelInfo
EditAdminChangeGroupInfo
EditAdminDeleteMessages
EditAdminEditMessages
EditAdminGroupDeleteMessages
EditAdminPinMessages
EditAdminPostMessages
EditAdminRank
EditAdminSendAnonymously
EditAdminWhatCanDo
EditedMessage
Emoji1
Emoji2
Emoji3
Emoji4
Emoji5
Emoji6
Emoji7
Emoji8
EnabledPasswordText
EnterChannelName
EventLog
EventLogAllAdmins
EventLogAllEvents
EventLogFilterChannelInfo
EventLogFilterDeletedMessages
EventLogFilterEditedMessages
EventLogFilterLeavingMembers
EventLogFilterNewAdmins
EventLogFilterNewMembers
EventLogFilterPinnedMessages
EventLogInfoDetail
EventLogInfoDetailChannel
FavoriteStickers
February
FilterAddChats
FilterAllChats
FilterArchived
FilterChatTypes
FilterChats
FilterIncludeInfo
FilterMuted
FilterNameHint
FilterNoChatsToDisplay
FilterRead
FirstName
FoldersAllChatsDesc
ForwardTo
ForwardedMessage
GifsTab2
Group.Username.CreatePublicLinkHelp
GroupName
GroupType
Info
January
July
JumpToDate
June
LastName
LeaveAComment
LinkedChannel
LoopAnimatedStickers
March
MarkAsRead
MarkAsUnread
May
MegaPrivate
MegaPrivateInfo
MegaPrivateLinkHelp
MegaPublic
MegaPublicInfo
Members# %1$d
Message
MessagePreview
MessageScheduledOn %1$s
Month.GenApril
Month.GenAugust
Month.GenDecember
Month.GenFebruary
Month.GenJanuary
Month.GenJuly
Month.GenJune
Month.GenMarch
Month.GenMay
Month.GenNovember
Month.GenOctober
Month.GenSeptember
Month.ShortApril
Month.ShortAugust
Month.ShortDecember
Month.ShortFebruary
Month.ShortJanuary
Month.ShortJuly
Month.ShortJune
Month.ShortMarch
Month.ShortMay
Month.ShortNovember
Month.ShortOctober
Month.ShortSeptember
NeverShareWithPlaceholder
NeverShareWithTitle
NewChannel
NewGroup
NewMessageTitle
NewPoll
Next
NoBlockedGroup2
NoMessages
NotificationsForChannels
NotificationsForGroups
NotificationsForPrivateChats
November
October
OnlineCount# %1$d
OpenMapWith
PaymentReceipt
Phone
PhoneOther
PinMessageAlertChat
PinMessageAlertTitle
PinMessageForMe
PinToTop
PinnedMessage
PinnedMessagesCount# %1$d
Poll
PollAnonymous
PollMultiple
PollOptions
PollQuiz
PollViewResults
Preview.Dragging.AddItems#
PreviewSender.SendFile# %d
PreviewSender.SendPhoto# %d
QuizPoll
Recent
RecentStickers
Reminders
Save
SavedMessagesInfo
ScheduleMessage
SearchAllChatsShort
SearchFriends
SearchMessages
Send
SendMessage
SendWithoutSound
September
SetRecoveryEmail
SetUrlPlaceholder
Settings
Settings.TipsUsername
SharedFilesTab2
SharedLinksTab2
SharedMedia.EmptyTitle
SharedMediaTab2
SharedMusicTab2
SharedVoiceTab2
SlowModeWait %d
StickerPack.AddStickerCount# %@
StickerPack.RemoveStickerCount# %@
StickerPack.StickerCount# %@
Stickers# %1$d
Stickers.Install
Subscribers# %1$d
SuggestStickers
Telegram.GeneralSettingsViewController
TelegramFeatures
TextFormat.AddLinkTitle
ThemeResetToDefaults
TurnPasswordOff
TypePublic
UnpinFromTop
UnpinMessageAlertTitle
UnreadMessages
Updating
UploadImage
UserBio
UserInfo.NotificationsDisabled
UserInfo.NotificationsEnabled
UserRestrictionsChangeInfo
UserRestrictionsEmbedLinks
UserRestrictionsInviteUsers
UserRestrictionsPinMessages
UserRestrictionsSend
UserRestrictionsSendMedia
UserRestrictionsSendPolls
UserRestrictionsSendStickers
Username
UsernameHelp
Video.Unsupported.Desktop
Video.Unsupported.Mobile
VoiceOver.Chat.MessagesSelected# %@
YouWillBeNotified
ZoomOut
chatDate
chatFullDate
formatDateSchedule
formatDateScheduleYear
formatterMonthYear
formatterYearMax
lng_context_forward_msg
lng_dlg_search_for_messages
lng_media_file_empty_search
lng_media_song_empty_search
lng_mediaview_profile_photo
lng_menu_night_mode
lng_search_no_results
lng_send_action_record_audio
lng_send_action_record_video
lng_send_action_upload_audio
lng_send_action_upload_file
lng_send_action_upload_photo
lng_send_action_upload_video
lng_settings_about_bio
lng_settings_enable_night_theme
lng_settings_send_cmdenter
lng_settings_send_enter
lng_update_telegram
lng_user_typing {user}
lng_username_link
`,
  'src/components': `
ActionGiftPremiumSubtitle %1$s
ActionGiftPremiumTitle
ActionGiftPremiumView
ActionGiftStarsSubtitle %1$s
AlwaysAllowPlaceholder
AnonymousForward
BoostGift.Stars.PerUser %@
BoostingDate
BoostingNoRecipient
BoostingReceivedGiftOpenBtn
BoostingUnclaimedPrizeDuration %1$s
BoostingUseLink
BotInfoTitle
BotOpen
BotWebViewOpenBot
BusinessHoursDayClosed
BusinessHoursDayFullOpened
ChannelBoost.BoostChannel
Chat.ForwardActionHeader
Chat.PaidMedia.Purchased
Chat.PlayOnceVoiceMessageTooltip
Chat.SubtitleQuoteSelectionTip
Chat.Title.Topic# %d
Checkout.NewCard.CardholderNamePlaceholder
ClearHistoryMessageSingle %1$s
ClearHistoryMyNotesMessage
Confirm
Continue
Conversation.EmptyPlaceholder
Conversation.ForwardOptions.HideCaption
Conversation.ForwardTooltip.SavedMessages.Many
Conversation.ForwardTooltip.SavedMessages.One
Conversation.GreetingText
Conversation.ReportMessages
Conversation.SearchPlaceholder
Conversation.StoryForwardTooltip.SavedMessages.One
CreateLink
DeleteAndStop
DeleteForAll
DoNotForward
DoNotReply
Done
EditMessage
ErrorSendRestrictedStickersAll
FolderLinkButtonJoinPlural# %1$d
FolderLinkHeaderChatsJoin# %1$d
ForwardAnotherChat
ForwardedFrom %1$s
ForwardedMessageCount# %1$d
Gift2Limited1OfRibbon %1$s
Gift2TransactionUpgraded
GiftStarsSubtitleLinkName
GiftStarsTitle
GiftTelegramPremiumOrStarsTitle
GroupBoost.BoostGroup
HashtagSearchPlaceholder
HiddenSendersNameDescription
Hide
HideCaption
InviteLink.InviteLink
LearnMore
LearnMoreArrow
LimitNumberOfUses
MediaAudioEmpty
MediaFileEmpty
MediaLinkEmpty
MediaSongEmpty
Message.Context.Goto
MessageOptionsReplyTitle
MessageScheduledUntilOnline
MonetizationInfoTONLink
MonetizationProceedsInfoLink
MoreSimilarText %1$d
MyNotes
NeverAllowPlaceholder
NoGIFsFound
NoLimit
NoResult
NoResultFoundFor %1$s
NoResults
NoStickers
NoWordsRecognized
Notification.StarsGift.SentYou %@
Of %1$d %2$d
Open
OpenInNewTab
PaymentBillingAddress
PaymentCardTitle
PremiumMore
PremiumPreviewTags
PreviewQuoteUpdate
PromoteUrl
Recipient
RemoveQuote
RepliesTitle
ReplyToAnotherChat
Reset
RevenueSharingAdsInfo4Subtitle2 %1$s
RevenueSharingAdsInfo4Title
RevenueSharingAdsUnderstood
SaveLink
SearchMyMessages
SearchThisChat
SharedMediaEmptyTitle
ShortcutsController.Others.LockByPasscode
Star.List.GetStars
StarMediaPurchase
StarSubscriptionPurchase
StarTransactionCommission %1$s
Stars.Purchase.GetStarsInfo
Stars.Transfer.UnlockInfo %@ %@ %@
StarsAcquiredInfo# %1$d
StarsReactionText %1$s
StarsReactionTitle
StarsReactionTopSenders
StarsReactionsSent
StatusHiddenShow
StoryList.ArchivedEmptyState.Title
StoryList.SavedEmptyState.Title
StorySharedTo %1$s
TelegramPremiumUserGiftedPremiumDialogTitle %1$s %2$s
TelegramPremiumUserGiftedPremiumOutboundDialogTitle %1$s %2$s
TelegramStars
TimeLimitHelp
Unblock
UnlockPaidContent %1$d
UnlockPremiumEmojiHint
UnlockPremiumEmojiHint2
UnlockSimilar
UserInfo.ResetToOriginalAlertText %@
UsernameAlso %1$s
UsernameCopied
UsesLimitHelp
VerifyChatInfo
VerifyCodesNotifications
ViaBot
VoiceMessagesRestrictedByPrivacy %1$s
Volume
WebApp.ReloadPage
lng_cancel
lng_context_copy_selected_items
lng_context_remove_from_group
lng_credits_box_history_entry_gift_about_url
lng_credits_box_history_entry_gift_in_about {link}
lng_credits_summary_options_about {link}
lng_forum_no_messages
lng_forward_title
lng_gift_link_title
lng_launch_svg_warning
lng_payments_card_cvc
lng_premium_emoji_status_title {link} {user}
lng_reply_options_header
lng_reply_options_quote
lng_reply_quote_selected
lng_report_story
lng_usernames_subtitle
`,
  'src/components/modals/boost/BoostModal.tsx': `
BoostsLevel %1$d
BoostsMaxLevelReached
ChannelBoost.Error.BoostTooOftenText %@
ChannelBoost.Error.BoostTooOftenTitle
ChannelBoost.MoreBoostsNeeded.Text %@ %@
ChannelBoost.ReplaceBoost %@ %@
ChannelBoost.YouBoostedChannelText %@
GroupBoost.BoostToUnrestrict %@ %@
GroupBoost.BoostToUnrestrict.Times# %@
PremiumNeededForBoosting
Replace
`,
  'src/components/modals/giftcode/GiftCodeModal.tsx': `
BoostingFrom
BoostingGiveaway
BoostingIncompleteGiveaway
lng_gift_link_about
lng_gift_link_expired
`,
  'src/components/middle/message/Giveaway.tsx': `
AmongWinners# %1$d
BoostingGiveAwayAbout
BoostingGiveawayCanceledByPayment
BoostingGiveawayEnd
BoostingGiveawayHowItWorksIncludeText# %1$s %2$s %3$s
BoostingGiveawayHowItWorksSubText# %1$s %2$s %3$s
BoostingGiveawayHowItWorksSubTextEnd# %1$s %2$s %3$s
BoostingGiveawayHowItWorksSubTextSeveral# %1$s %2$s %3$s %4$s
BoostingGiveawayHowItWorksSubTextSeveralEnd# %1$s %2$s %3$s %4$s
BoostingGiveawayHowItWorksText# %1$s %2$s %3$s
BoostingGiveawayHowItWorksTextEnd# %1$s %2$s %3$s
BoostingGiveawayMsgAllSubsPlural#
BoostingGiveawayMsgParticipants
BoostingGiveawayMsgPrizes# %1$s %2$s
BoostingGiveawayMsgWithDivider
BoostingGiveawayNotEligible %1$s
BoostingGiveawayNotEligibleAdmin %1$s
BoostingGiveawayNotEligibleCountry
BoostingGiveawayPrizes
BoostingGiveawayResultsMsgAllWinnersReceivedLinks
BoostingGiveawayResultsMsgWinnersSelected
BoostingGiveawayResultsMsgWinnersTitle# %1$d
BoostingGiveawayUsedLinksPlural# %1$d
BoostingGiveawayYouNotWon
BoostingGiveawayYouWon
BoostingHowItWork
BoostingWinnersDate
Chat.Giveaway.Info.Months# %@
Chat.Giveaway.Info.NotQualified %1$@ %2$@
Chat.Giveaway.Info.NotQualifiedMany %1$@ %2$@ %3$@
Chat.Giveaway.Info.OtherChannels# %@
Chat.Giveaway.Info.Participating %1$@
Chat.Giveaway.Info.ParticipatingMany %1$@ %2$@
Chat.Giveaway.Info.Subscriptions# %@
Chat.Giveaway.Message.CountriesFrom %@
Chat.Giveaway.Message.Stars.PrizeText %@
lng_prizes_results_winners
`,
  'src/components/middle/ActionMessage.tsx': `
ActionGiftStarsSubtitleYou
BoostingCongratulations
BoostingReceivedGiftFrom %1$s
BoostingReceivedPrizeFrom %1$s
BoostingSelectUpToWarningUsers# %1$d
BoostingUnclaimedPrize
BoostingYouHaveUnclaimedPrize %1$s
`,
  'src/components/modals/stars/subscription/StarsSubscriptionModal.tsx': `
StarsSubscriptionAgain
StarsSubscriptionBot
StarsSubscriptionBotCancelledText
StarsSubscriptionBotProduct
StarsSubscriptionCancel
StarsSubscriptionCancelInfo %@
StarsSubscriptionCancelledText
StarsSubscriptionChannel
StarsSubscriptionExpiredInfo %@
StarsSubscriptionRefulfill
StarsSubscriptionRefulfillInfo %@
StarsSubscriptionRenew
StarsSubscriptionTitle
StarsSubscriptionUntilExpired
StarsSubscriptionUntilExpires
StarsSubscriptionUntilRenews
`,
  'src/components/modals/stars/StarsBalanceModal.tsx': `
TelegramStarsInfo
Stars.Intro.PurchasedText.Stars# %@
Stars.Purchase.ShowMore
StarsConfirmPurchaseTitle
StarsNeededTextReactions %1$s
StarsNeededTitle# %1$d
StarsSubscribeTitle
StarsSubscriptionCompleted
StarsTopupLinkEnough
StarsTopupLinkTopupAction
lng_paid_about_link_url
`,
  'src/components/modals/stars/transaction/StarsTransactionItem.tsx': `
StarsFailed
StarsGiftReceived
StarsGiftSent
StarsGiveawayPrizeReceived
StarsPending
StarsRefunded
`,
  'src/components/payment/ShippingInfo.tsx': `
PaymentShippingAddress
PaymentShippingAddress1Placeholder
PaymentShippingAddress2Placeholder
PaymentShippingCityPlaceholder
PaymentShippingCountry
PaymentShippingEmailPlaceholder
PaymentShippingName
PaymentShippingPhoneNumber
PaymentShippingReceiver
PaymentShippingSave
PaymentShippingSaveInfo
PaymentShippingStatePlaceholder
PaymentShippingZipPlaceholder
`,
  'src/components/payment/PaymentInfo.tsx': `
Checkout.2FA.Text
Checkout.NewCard.SaveInfoHelp
PaymentCardSavePaymentInformation
`,
  'src/components/payment/Checkout.tsx': `
Checkout.PayPrice %@
Checkout.TotalAmount
Checkout.WebConfirmation.Title
PaymentCardInfo
PaymentCheckout
PaymentCheckoutAcceptRecurrent %1$s
PaymentCheckoutMethod
PaymentCheckoutName
PaymentCheckoutPhoneNumber
PaymentCheckoutProvider
PaymentCheckoutShippingMethod
PaymentConfirmationMessage %1$s
PaymentShippingInfo
PaymentShippingMethod
PaymentTestInvoice
`,
  'src/global/actions/ui/payments.ts': `
PaymentInfoHint %1$s %2$s
`,
  'src/components/common/PrivacySettingsNoticeModal.tsx': `
PremiumLastSeenButton1
PremiumLastSeenButton2
PremiumLastSeenHeader1
PremiumLastSeenSet
PremiumLastSeenText1Locked %1$s
PremiumLastSeenText2 %1$s
PremiumOr
PremiumReadButton1
PremiumReadHeader1
PremiumReadHeader2
PremiumReadText1 %1$s
PremiumReadText2 %1$s
`,
  'src/components/modals/deleteMessage/DeleteChatModal.tsx': `
ClearHistoryMessage %1$s
`,
  'src/global/actions/ui/messages.ts': `
AdHidden
Conversation.ErrorInaccessibleMessage
Conversation.ShareLinkTooltip.Chat.One %@
ErrorOccurred
ExactTextCopied %1$s
PopularReactions
ReportPeer.AlertSuccess
TextCopied
lng_report_please_select_messages
`,
  'src/global/actions/api/chats.ts': `
BusinessLink.ErrorExpired
ChannelPostDeleted
Contacts.PhoneNumber.NotRegistred
FloodWait
Group.ErrorAccessDenied
LimitReachedPinnedTopics %1$d
NoUsernameFound
WebApp.AddToAttachmentUnavailableError
lng_message_not_found
lng_username_app_not_found
lng_username_by_phone_not_found {phone}
`,
  'src/global/actions/ui/misc.ts': `
AutoDownloadSettings.LastDelimeter
Call.Camera.Error
Chat.SendNotAllowedText
DownloadSpeedLimited
DownloadSpeedLimitedMessage %1$d
LimitReachedFavoriteGifs %1$s
RequestAcces.Error.HaveNotAccess.Call
RequestAcces.Error.HaveNotAccess.Channel
StickerPack.ErrorNotFound
UploadSpeedLimited
UploadSpeedLimitedMessage %1$d
UserInfo.SetCustomPhoto.SuccessPhotoText %@
VoipIncoming
VoipPeerIncompatible %1$s
`,
  'src/util/notifications.ts': `
PushReactText %1$s %2$s
`,
  'src/components/middle/composer': `
AccDescrVideoMessage
Attachment.DisableSpoiler
EditMessageReplacePhoto
MessageLockedPremium %1$s
PermissionNoLocationPosition
SendMessageAsTitle
StickerEffects
StoryRepliesLockedButton
lng_context_reply_msg
lng_forward_many_title# %1$s
lng_settings_save
`,
  'src/components/middle/message': `
GroupInfo.LabelAdmin
GroupInfo.LabelOwner
ReplyToQuote %1$s
TranslateToButton %1$s
TranslateToButtonOther %1$s
DoNotTranslateLanguage %1$s
DoNotTranslateLanguageOther %1$s
`,
  'src/components/middle/panes': `
SponsoredMessageInfoScreen.Title
RevenueSharingAdsAlertSubtitle
`,
  'src/components/middle/MessageList.tsx': `
Chat.EmptyStateIntroFooter %@
ChatList.EmptyTopicsTitle
`,
  'src/components/story/StoryViewer.tsx': `
StorySelectedContactsHint %1$s
`,
  'src/components/right/Profile.tsx': `
BusinessHoursProfileSwitchLocal
BusinessHoursProfileSwitchMy
BusinessLocationCopied
lng_channel_add_users
`,
  'src/components/right/statistics/MonetizationStatistics.tsx': `
Monetization.Withdraw.Error.Text
MonetizationOverview
MonetizationProceedsTONInfo
MonetizationWithdraw
lng_channel_earn_balance_title
lng_channel_earn_learn_title
`,
  'src/components/right/management/ManageInvite.tsx': `
ApproveNewMembers
ApproveNewMembersDescription
LinkNameHint
lng_group_invite_expire_custom
`,
  'src/components/left/settings/SettingsMain.tsx': `
PrivacyPolicy
TelegramPremium
lng_settings_ask_ok
UserInfo.FirstNamePlaceholder
`,
  'src/components/left/settings/folders/SettingsShareChatlist.tsx': `
DeselectAll
FolderLinkScreen.AlertTextUnavailableBot
FolderLinkScreen.AlertTextUnavailablePublicGroup
FolderLinkScreen.LinkActionShare
SelectAll
`,
  'src/components/modals/webApp/WebAppModal.tsx': `
BotDefaultPrivacyPolicy
BotDownloadFileTitle
lng_bot_allow_write
lng_bot_allow_write_confirm
lng_bot_allow_write_title
lng_bot_close_warning
lng_bot_close_warning_sure
lng_bot_close_warning_title
`,
  'src/components/modals/premium/PremiumMainModal.tsx': `
GiftTelegramPremiumTitle
SubscribeToPremium %1$s
`,
  'src/components/common/CalendarModal.tsx': `
lng_month1
lng_month2
lng_month3
lng_month4
lng_month5
lng_month6
lng_month7
lng_month8
lng_month9
lng_month10
lng_month11
lng_month12
lng_call_rate_label
lng_report_reason_description
lng_messages_privacy_premium_about
`,
  'src/components/main/premium/GiveawayModal.tsx': `
BoostGift.DateEnds
BoostGift.LimitSubscribersInfo
BoostGift.Stars.Info
BoostingAddChannelOrGroup
BoostingAllMembers
BoostingAllSubscribers
BoostingBoostsViaGifts
BoostingChannelWillReceiveBoost# %1$d
BoostingChannelsGroupsIncludedGiveaway
BoostingChooseHowMany
BoostingDateWhenGiveawayEnds
BoostingDurationOfPremium
BoostingEligibleUsers
BoostingFromAllCountries
BoostingGetMoreBoost
BoostingGetMoreBoostsGroup
BoostingGiveawayAdditionPrizeCountHint# %1$s %2$s
BoostingGiveawayAdditionPrizeCountNameHint# %1$s %2$s %3$s
BoostingGiveawayAdditionPrizeHint
BoostingGiveawayAdditionalPrizes
BoostingGiveawayEnterYourPrize
BoostingGiveawayShowWinners
BoostingGiveawayShowWinnersHint
BoostingGroupWillReceiveBoost# %1$d
BoostingNewMembers
BoostingNewSubscribers
BoostingQuantityPrizes
BoostingStarsOptions
BoostingStarsQuantityPrizes
BoostingStarsQuantityPrizesInfo
BoostingStartGiveaway
BoostingStartGiveawayConfirmText
BoostingStartGiveawayConfirmTitle
BoostingTelegramPremiumCountPlural# %1$d
BoostingWinnersRandomly
GiftPremiumListFeaturesAndTerms
Giveaway.ReceiverType.Countries# %@
Giveaway.Stars.Prepaid.Desc# %@
Giveaway.Stars.Prepaid.Title# %@
Premium.Title
PrepaidGiveawayMonths# %1$d
lng_giveaway_users_about_group
`,
  'src/components/main/premium/GiveawayChannelPickerModal.tsx': `
BoostingGiveawayPrivateChannel
BoostingGiveawayPrivateChannelWarning
`,
  'src/components/modals/webApp/WebAppModalTabContent.tsx': `
BotDownloadFileButton
BotRemoveFromMenu %1$s
BotRemoveFromMenuTitle
`,
  'src/components/main/premium/PremiumFeatureModal.tsx': `
PremiumPreviewAdvancedChatManagement
PremiumPreviewAdvancedChatManagementDescription
PremiumPreviewAnimatedProfiles
PremiumPreviewAnimatedProfilesDescription
PremiumPreviewDownloadSpeed
PremiumPreviewDownloadSpeedDescription
PremiumPreviewEffects
PremiumPreviewEffectsDescription
PremiumPreviewEmoji
PremiumPreviewEmojiDescription
PremiumPreviewEmojiStatus
PremiumPreviewEmojiStatusDescription
PremiumPreviewLastSeen
PremiumPreviewLastSeenDescription
PremiumPreviewLimits
PremiumPreviewLimitsDescription %1$d %2$d %3$d %4$d %5$d
PremiumPreviewMessagePrivacy
PremiumPreviewMessagePrivacyDescription
PremiumPreviewNoAds
PremiumPreviewNoAdsDescription
PremiumPreviewProfileBadge
PremiumPreviewProfileBadgeDescription
PremiumPreviewReactions2
PremiumPreviewReactions2Description
PremiumPreviewStickers
PremiumPreviewStickersDescription
PremiumPreviewStories
PremiumPreviewStoriesDescription
PremiumPreviewTags2
PremiumPreviewTagsDescription2
PremiumPreviewTranslations
PremiumPreviewTranslationsDescription
PremiumPreviewUploads
PremiumPreviewUploadsDescription
PremiumPreviewVoiceToText
PremiumPreviewVoiceToTextDescription
`,
  'src/components/main/premium/PremiumMainModal.tsx': `
AboutPremiumDescription
AboutPremiumDescription2
TelegramPremiumSubscribedSubtitle
TelegramPremiumSubscribedTitle
TelegramPremiumSubtitle
TelegramPremiumUserDialogSubtitle
TelegramPremiumUserDialogTitle %1$s
TelegramPremiumUserGiftedPremiumDialogSubtitle
TelegramPremiumUserGiftedPremiumOutboundDialogSubtitle %1$s
TelegramPremiumUserStatusDialogSubtitle
`,
  'src/components/main/premium/PremiumSubscriptionOption.tsx': `
GiftDiscount
PricePerMonth %1$s
`,
  'src/components/middle/RequirementToContactMessage.tsx': `
MessagePremiumUnlock
`,
  'src/components/modals/paidReaction/PaidReactionModal.tsx': `
StarsReactionShowMeInTopSenders
`,
  'src/components/right/management/ManageUser.tsx': `
UserInfo.CustomPhotoInfo %@
UserInfo.LastNamePlaceholder
UserInfo.ResetCustomPhoto
UserInfo.SetCustomPhoto %@
UserInfo.SuggestPhoto %@
`,
  'src/components/right/management/ManageChatPrivacyType.tsx': `
ChannelVisibility.Confirm.MakePrivate.Channel %@
`,
  'src/components/middle/MiddleColumn.tsx': `
SavedOpenChat
`,
  'src/components/modals/aboutAds/AboutAdsModal.tsx': `
RevenueSharingAdsInfo1Subtitle
RevenueSharingAdsInfo1Title
RevenueSharingAdsInfo2Subtitle
RevenueSharingAdsInfo2Title
RevenueSharingAdsInfo3Subtitle %1$d
RevenueSharingAdsInfo3Title
`,
  'src/components/modals/aboutMonetization/AboutMonetizationModal.tsx': `
Monetization.Intro.Split.Text
lng_channel_earn_learn_in_about
lng_channel_earn_learn_in_subtitle
lng_channel_earn_learn_out_about
lng_channel_earn_learn_out_subtitle
lng_channel_earn_learn_split_subtitle
`,
  'src/components/left/search/BotAppResults.tsx': `
SearchAppsMine
`,
  'src/components/story/Story.tsx': `
Previous
Story.Tooltip.GifSent
Story.Tooltip.MessageSent
Story.Tooltip.ReactionSent
Story.Tooltip.StickerSent
Story.TooltipVideoHasNoSound
`,
}
