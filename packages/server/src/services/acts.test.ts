import { expect, it } from 'vitest'
import { groupRights, rights } from '../rules/rights.ts'
import { createTestServer } from '../testing/test-server.ts'

/** By their names these only look; a method of such a name that changes a box fails in every test (`watchActs`). */
const looks = /\.(get|search|resolve|check)[A-Z]|^(invoke|initConnection)|\.search$/

/** Domains of which nothing is in a chat: the account, its devices and what a client asks at its start. */
const elsewhere = /^(account|auth|help|langpack|updates|users)\./

/** What else is served and changes no chat. */
const changesNoChat: ReadonlyMap<string, string> = new Map([
  ['channels.exportMessageLink', 'only looks'],
  ['chatlists.deleteExportedInvite', 'a link to a folder'],
  ['chatlists.editExportedInvite', 'a link to a folder'],
  ['chatlists.exportChatlistInvite', 'a link to a folder'],
  ['chatlists.hideChatlistUpdates', 'a folder, which shows chats and is none'],
  ['contacts.acceptContact', 'the list of contacts'],
  ['contacts.addContact', 'the list of contacts'],
  ['bots.canSendMessage', 'only looks'],
  ['bots.invokeWebViewCustomMethod', 'always an error'],
  ['bots.requestWebViewButton', 'what an app may ask'],
  ['messages.savePreparedInlineMessage', 'what an app may offer'],
  ['messages.prolongWebView', 'an app that is open, which is in no chat'],
  ['messages.requestMainWebView', 'only opens an app'],
  ['messages.requestSimpleWebView', 'only opens an app'],
  ['messages.requestWebView', 'an app that is open, which is in no chat'],
  ['messages.toggleBotInAttachMenu', 'always an error'],
  ['bots.createBot', 'an account of its own'],
  ['bots.editAccessSettings', 'who may reach a bot'],
  ['bots.exportBotToken', 'the token of a bot'],
  ['bots.resetBotCommands', 'what a bot says of itself'],
  ['bots.setBotBroadcastDefaultAdminRights', 'what a bot asks for'],
  ['bots.setBotCommands', 'what a bot says of itself'],
  ['bots.setBotGroupDefaultAdminRights', 'what a bot asks for'],
  ['bots.setBotInfo', 'what a bot says of itself'],
  ['bots.setCustomVerification', 'what stands beside a name'],
  ['bots.toggleUserEmojiStatusPermission', 'what a bot may do'],
  ['bots.updateUserEmojiStatus', 'a person’s own looks'],
  ['bots.setBotMenuButton', 'what a bot says of itself'],
  ['messages.setBotCallbackAnswer', 'an answer, which is in no chat'],
  ['messages.setInlineBotResults', 'an answer, which is in no chat'],
  ['contacts.deleteByPhones', 'the list of contacts'],
  ['contacts.deleteContacts', 'the list of contacts'],
  ['contacts.editCloseFriends', 'the list of contacts'],
  ['contacts.exportContactToken', 'is signed, not stored'],
  ['contacts.importContactToken', 'only looks'],
  ['contacts.importContacts', 'the list of contacts'],
  ['contacts.resetSaved', 'the list of contacts'],
  ['contacts.resetTopPeerRating', 'whom one writes to often'],
  ['contacts.toggleTopPeers', 'whom one writes to often'],
  ['contacts.updateContactNote', 'the list of contacts'],
  ['messages.acceptEncryption', 'a secret chat, which has no rights'],
  ['messages.clearRecentReactions', 'what one reacts with'],
  ['messages.discardEncryption', 'a secret chat, which has no rights'],
  ['messages.readEncryptedHistory', 'a secret chat, which has no rights'],
  ['messages.receivedMessages', 'changes nothing'],
  ['messages.receivedQueue', 'a queue of secret messages'],
  ['messages.reportEncryptedSpam', 'a secret chat, which has no rights'],
  ['messages.sendEncrypted', 'a secret chat, which has no rights'],
  ['messages.sendEncryptedFile', 'a secret chat, which has no rights'],
  ['messages.sendEncryptedService', 'a secret chat, which has no rights'],
  ['messages.clearRecentStickers', 'stickers that were used'],
  ['messages.faveSticker', 'stickers that somebody likes'],
  ['messages.installStickerSet', 'the list of sets'],
  ['messages.readFeaturedStickers', 'changes nothing'],
  ['messages.reorderStickerSets', 'the list of sets'],
  ['messages.saveGif', 'what one has at hand'],
  ['messages.saveRecentSticker', 'stickers that were used'],
  ['messages.setDefaultHistoryTTL', 'holds for chats that are yet to begin'],
  ['messages.setDefaultReaction', 'what one reacts with'],
  ['messages.setEncryptedTyping', 'a secret chat, which has no rights'],
  ['messages.toggleStickerSets', 'the list of sets'],
  ['messages.translateText', 'always an error'],
  ['messages.uninstallStickerSet', 'the list of sets'],
  ['messages.updateDialogFilter', 'a folder, which shows chats and is none'],
  ['messages.updateDialogFiltersOrder', 'a folder, which shows chats and is none'],
  ['messages.uploadEncryptedFile', 'makes a file, and sends nothing'],
  ['messages.uploadMedia', 'makes a document, and sends nothing'],
  ['photos.deletePhotos', 'a person’s own photos'],
  ['photos.updateProfilePhoto', 'a person’s own photos'],
  ['photos.uploadProfilePhoto', 'a person’s own photos'],
  ['stats.loadAsyncGraph', 'always an error'],
  ['stickers.addStickerToSet', 'a set of stickers'],
  ['stickers.changeSticker', 'a set of stickers'],
  ['stickers.changeStickerPosition', 'a set of stickers'],
  ['stickers.createStickerSet', 'a set of stickers'],
  ['stickers.deleteStickerSet', 'a set of stickers'],
  ['stickers.removeStickerFromSet', 'a set of stickers'],
  ['stickers.renameStickerSet', 'a set of stickers'],
  ['stickers.replaceSticker', 'a set of stickers'],
  ['stickers.setStickerSetThumb', 'a set of stickers'],
  ['stickers.suggestShortName', 'only looks'],
  ['upload.saveBigFilePart', 'a file that is nowhere yet'],
  ['upload.saveFilePart', 'a file that is nowhere yet'],
])

/** Acts that no served method does, or that a method does beside another one that it names: each kind of what is said. */
const notDoneInGroups: ReadonlySet<string> = new Set([
  ...['send text', 'send photos', 'send videos', 'send round videos', 'send audios', 'send voices', 'send documents'],
  ...['send stickers', 'send gifs', 'send games', 'send by inline bots', 'send polls', 'show page'],
  ...['see members', 'see log', 'edit of others'],
])

it('every served method that changes a chat says what it does there', async () => {
  const { rpc, close } = await createTestServer()
  await close()
  const declared = [...rpc.served].filter((name) => rpc.actsOf(name) !== undefined)
  const silent = [...rpc.served].filter((name) => rpc.actsOf(name) === undefined)
  const unknown = silent.filter((name) => !looks.test(name) && !elsewhere.test(name) && !changesNoChat.has(name))
  expect(unknown.sort(), 'name their acts beside the handler (userMethod), or why they change no chat here').toEqual([])
  const needless = [...changesNoChat.keys()].filter((name) => !rpc.served.has(name) || declared.includes(name))
  expect(needless, 'these are not served, or name their acts').toEqual([])
  const done = new Set<string>(declared.flatMap((name) => rpc.actsOf(name) ?? []))
  expect(Object.keys(rights).filter((act) => !done.has(act))).toEqual([])
  expect(Object.keys(groupRights).filter((act) => !done.has(act) && !notDoneInGroups.has(act))).toEqual([])
  expect([...notDoneInGroups].filter((act) => done.has(act))).toEqual([])
})
