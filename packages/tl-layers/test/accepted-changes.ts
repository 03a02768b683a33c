/**
 * Changes between a definition of an earlier layer and today's that no rule bridges, each with the reason why none can or
 * need be. `changes.test.ts` finds every other one.
 */

/** By reason, the names as `constructor.field`. */
type Accepted = Readonly<Record<string, readonly string[]>>

/** Fields of other layers that today has nothing of. Reading keeps them under their names; writing leaves them out. */
export const vanished: Accepted = {
  'new in layer 229, and nothing of it is kept here': [
    'ephemeralMessage.anchorMsgId',
    'ephemeralMessage.chatInstance',
    'ephemeralMessage.invertMedia',
    'ephemeralMessage.noforwards',
    'ephemeralMessage.richMessage',
    'ephemeralMessage.welcomeTemplate',
    'inputSendMessageRichMessageDraftAction.canStop',
    'inputSendMessageRichMessageDraftAction.keepOnStop',
    'pageBlockBlockquote.collapsed',
    'replyInlineMarkup.forceReply',
    'sendMessageRichMessageDraftAction.canStop',
    'sendMessageRichMessageDraftAction.keepOnStop',
    'sendMessageTextDraftAction.canStop',
    'sendMessageTextDraftAction.keepOnStop',
    'updateEphemeralBotCallbackQuery.chatInstance',
  ],
  'a flag of the client configuration that is off when it is left out, as it is for every client of today': [
    'config.phonecallsEnabled',
    'config.ignorePhoneEntities',
    'config.pfsEnabled',
  ],
  'told by a limit of its own, which fills.ts gives': [
    'config.savedGifsLimit',
    'config.stickersFavedLimit',
    'config.pinnedDialogsCountMax',
    'config.pinnedInfolderCountMax',
  ],
  'when the number itself may be used again was told; today it is when the address may be reset, another thing': [
    'auth.sentCodeTypeEmailCode.nextPhoneLoginDate',
  ],
  'a theme of a chat was two whole themes; today it is an emoji, and nothing to make them from': [
    'chatTheme.theme',
    'chatTheme.darkTheme',
  ],
  'conference calls of layers 196 to 201 hung on a call of two, which today has nothing of': [
    'groupCall.conferenceFromCall',
    'phoneCall.conferenceCall',
    'phoneCallAccepted.conferenceCall',
    'phoneCallDiscarded.conferenceCall',
    'phoneCallRequested.conferenceCall',
    'phoneCallWaiting.conferenceCall',
    'phone.createConferenceCall.peer',
    'phone.createConferenceCall.keyFingerprint',
    'phone.joinGroupCall.keyFingerprint',
    'phone.requestCall.conferenceCall',
  ],
  'what an advertisement leads to became one address, from which neither a peer nor a message can be told': [
    'sponsoredMessage.showPeerPhoto',
    'sponsoredMessage.fromId',
    'sponsoredMessage.chatInvite',
    'sponsoredMessage.chatInviteHash',
    'sponsoredMessage.channelPost',
    'sponsoredMessage.startParam',
    'sponsoredMessage.webpage',
    'sponsoredMessage.app',
  ],
  'the number of the advertisement alone names it today': [
    'messages.clickSponsoredMessage.peer',
    'messages.reportSponsoredMessage.peer',
    'messages.viewSponsoredMessage.peer',
  ],
  'the kind of a set is told by its documents today, which are not part of it': [
    'stickerSet.animated',
    'stickerSet.videos',
  ],
  'the page of a join became the number of a query for it': ['messages.chatInviteJoinResultWebView.webview'],
  'prices of gifts are asked for by a method of their own today': ['userFull.premiumGifts'],
  'the address and the code were enough, and the code has a rule': ['account.verifyEmail.email'],
  'the theme is named by its name or number in another field': ['account.getTheme.documentId'],
  'the language is found out': ['messages.translateText.fromLang'],
  'the message alone names the gift today': ['payments.convertStarGift.userId', 'payments.saveStarGift.userId'],
  'a receipt of a shop for applications, of one layer': [
    'payments.assignAppStoreTransaction.restore',
    'payments.assignPlayMarketTransaction.purchaseToken',
  ],
  'where a list goes on became one string of the server': [
    'stats.getMessagePublicForwards.offsetRate',
    'stats.getMessagePublicForwards.offsetPeer',
    'stats.getMessagePublicForwards.offsetId',
    'stories.getStoryViewsList.offsetDate',
    'stories.getStoryViewsList.offsetId',
  ],
}

/** Fields that an earlier layer must have, today may lack, and for which the emptiest value says the same. */
export const emptyIsRight: Accepted = {
  'an empty list is none': ['attachMenuBot.peerTypes', 'botInfo.commands', 'payments.starsStatus.history'],
  'today it is the first of a list that is never empty': [
    'messageActionRequestedPeer.peer',
    'updateMessageExtendedMedia.extendedMedia',
    'help.premiumPromo.currency',
    'help.premiumPromo.monthlyAmount',
  ],
  'the list that they are in numbers them': ['pageListOrderedItemBlocks.num', 'pageListOrderedItemText.num'],
  'no text': ['botInfo.description', 'updateUserName.username'],
  'the number is 0 as long as nobody is told another': [
    'pollAnswerVoters.voters',
    'payments.giveawayInfoResults.activatedCount',
    'storyViews.reactionsCount',
    'messageActionStarGift.convertStars',
  ],
  'not blocked': ['updatePeerBlocked.blocked'],
  'nobody: filled in where it is shown, since the bot is whose description it is part of': ['botInfo.userId'],
  'nobody gave it, or owns it: a peer that no client knows': [
    'payments.checkedGiftCode.fromId',
    'starGiftUnique.ownerId',
  ],
  'no query, so none that could be kept open': ['webViewResultUrl.queryId'],
  'a rarity that is no share has none': [
    'starGiftAttributeModel.rarityPermille',
    'starGiftAttributePattern.rarityPermille',
    'starGiftAttributeBackdrop.rarityPermille',
  ],
  'a gift without a background is shown on the darkest': [
    'webPageAttributeStarGiftAuction.centerColor',
    'webPageAttributeStarGiftAuction.edgeColor',
    'webPageAttributeStarGiftAuction.textColor',
  ],
}

/** Fields of today that requests of earlier layers lack, and for which the emptiest value says the same. */
export const emptyWhenRead: Accepted = {
  'no hash: the whole answer is wanted': [
    'help.getAppConfig.hash',
    'messages.getStickerSet.hash',
    'messages.getPollResults.pollHash',
  ],
  'not asked for': ['channels.toggleForum.tabs'],
  'the client did not say what it runs on': [
    'messages.requestSimpleWebView.platform',
    'messages.requestWebView.platform',
  ],
  'as many as the server likes': ['payments.getStarsTransactions.limit'],
  'from the beginning': ['stats.getMessagePublicForwards.offset', 'stories.getStoryViewsList.offset'],
  'a purchase in a shop for applications, of one layer': [
    'payments.assignAppStoreTransaction.purpose',
    'payments.assignPlayMarketTransaction.receipt',
    'payments.assignPlayMarketTransaction.purpose',
  ],
  'any number: it only has to be another one next time, and the server asks for none': [
    'phone.createConferenceCall.randomId',
  ],
  'as the price of a code by e-mail: none was told': ['inputStorePaymentAuthCode.premiumDays'],
}

/** Results of methods, as `earlier -> today`, whose emptiest value is what a client of that layer gets. */
export const results: Accepted = {
  'nothing to make the two themes of an emoji from': ['account.ChatThemes -> account.Themes'],
  'a conference call of layers 196 to 201 was a call of two': ['phone.PhoneCall -> Updates'],
  'statistics, which list stories too today': ['messages.Messages -> stats.PublicForwards'],
}

export const namesOf = (accepted: Accepted): ReadonlySet<string> => new Set(Object.values(accepted).flat())
