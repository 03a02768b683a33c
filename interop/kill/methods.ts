import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What the client sends by itself when it is told to sign in or out, so that no request of that name is written here. */
const SENT_BY_CLIENT: readonly string[] = [
  'auth.bindTempAuthKey',
  'auth.checkPassword',
  'auth.importBotAuthorization',
  'auth.logOut',
  'auth.sendCode',
  'auth.signIn',
  'auth.signUp',
]

/** Served methods that are named like writes and are not fired by the run, each with the reason. */
export const NOT_FIRED: ReadonlyMap<string, string> = new Map([
  ['bots.canSendMessage', 'only looks'],
  ['bots.checkUsername', 'only looks'],
  ['bots.invokeWebViewCustomMethod', 'always an error'],
  ['messages.requestChatJoinWebView', 'is signed, not stored'],
  ['messages.requestMainWebView', 'is signed, not stored'],
  ['messages.requestSimpleWebView', 'is stored nowhere'],
  ['messages.toggleBotInAttachMenu', 'always an error'],
  ['messages.acceptEncryption', 'killed with its clients in secret-chats/kills.test.ts'],
  ['messages.discardEncryption', 'the run makes no secret chats: is one row, and news of it'],
  ['messages.readEncryptedHistory', 'the run makes no secret chats: is one row, and news of it'],
  ['messages.receivedQueue', 'killed with its clients in secret-chats/kills.test.ts'],
  ['messages.reportEncryptedSpam', 'the run makes no secret chats: is one row'],
  ['messages.requestEncryption', 'killed with its clients in secret-chats/kills.test.ts'],
  ['messages.sendEncrypted', 'killed with its clients in secret-chats/kills.test.ts'],
  ['messages.sendEncryptedFile', 'the run makes no secret chats: is sent as any secret message'],
  ['messages.sendEncryptedService', 'killed with its clients in secret-chats/kills.test.ts'],
  ['messages.setEncryptedTyping', 'is stored nowhere'],
  ['messages.uploadEncryptedFile', 'the run makes no secret chats: is one row, made like a document'],
  ['account.checkUsername', 'only looks'],
  ['account.updatePersonalChannel', 'is one row, of a channel as other writes make it'],
  ['account.saveMusic', 'is one row, of a document as other writes upload it'],
  ['channels.checkUsername', 'only looks'],
  ['channels.deactivateAllUsernames', 'there is one username: changes nothing'],
  ['channels.reorderUsernames', 'there is one username: always an error'],
  ['channels.reportAntiSpamFalsePositive', 'nothing is deleted as spam: always an error'],
  ['channels.restrictSponsoredMessages', 'there are no boosts: always an error'],
  ['channels.setBoostsToUnblockRestrictions', 'there are no boosts: always an error'],
  ['channels.setStickers', 'needs a set; is one row'],
  ['channels.setEmojiStickers', 'there are no boosts: always an error'],
  ['channels.toggleAutotranslation', 'there are no boosts: always an error'],
  ['channels.toggleUsername', 'there is one username: always an error'],
  ['channels.updateColor', 'there are no boosts: always an error'],
  ['channels.updateEmojiStatus', 'there are no boosts: always an error'],
  ['chatlists.checkChatlistInvite', 'only looks'],
  ['chatlists.hideChatlistUpdates', 'of a folder that one has by a link: is one row'],
  ['chatlists.joinChatlistInvite', 'several units: one for each chat, as by its link, and one for the folder'],
  ['chatlists.joinChatlistUpdates', 'several units: one for each chat, as by its link, and one for the folder'],
  ['chatlists.leaveChatlist', 'several units: one for each chat, as one leaves it, and one for the folder'],
  ['channels.convertToGigagroup', 'needs a thousand members'],
  ['channels.exportMessageLink', 'only looks'],
  ['channels.readMessageContents', 'reads what others have to say in the account’s channels first, and nobody does'],
  ['account.resetWebAuthorization', 'there is no such authorization: always an error'],
  ['account.resetWebAuthorizations', 'there is no such authorization: changes nothing'],
  ['account.reorderUsernames', 'there is one username: always an error'],
  ['account.toggleUsername', 'there is one username: always an error'],
  ['contacts.exportContactToken', 'is signed, not stored'],
  ['contacts.importContactToken', 'only looks'],
  ['help.dismissSuggestion', 'nothing is suggested: changes nothing'],
  ['help.saveAppLog', 'is dropped'],
  ['messages.checkChatInvite', 'only looks'],
  ['messages.editChatCreator', 'gives a group away, in which the run could then change nothing'],
  ['messages.readSavedHistory', 'is for channels: always an error'],
  ['messages.receivedMessages', 'changes nothing'],
  ['messages.setTyping', 'is told to who is there, and kept nowhere'],
  ['messages.translateText', 'always an error'],
  ['stats.loadAsyncGraph', 'always an error'],
  ['account.clearRecentEmojiStatuses', 'is one row'],
  ['messages.clearRecentStickers', 'a list of its own, of which each change is one unit'],
  ['messages.faveSticker', 'a list of its own, of which each change is one unit'],
  ['messages.installStickerSet', 'a list of its own, of which each change is one unit'],
  ['messages.readFeaturedStickers', 'nothing is featured: changes nothing'],
  ['messages.reorderStickerSets', 'a list of its own, of which each change is one unit'],
  ['messages.saveRecentSticker', 'a list of its own, of which each change is one unit'],
  ['messages.toggleStickerSets', 'a list of its own, of which each change is one unit'],
  ['messages.uninstallStickerSet', 'a list of its own, of which each change is one unit'],
  ['stickers.checkShortName', 'only looks'],
  ['stickers.suggestShortName', 'only looks'],
  ['stickers.addStickerToSet', 'needs pictures; each change of a set is one unit'],
  ['stickers.changeSticker', 'needs pictures; each change of a set is one unit'],
  ['stickers.changeStickerPosition', 'needs pictures; each change of a set is one unit'],
  ['stickers.createStickerSet', 'needs pictures; each change of a set is one unit'],
  ['stickers.deleteStickerSet', 'needs pictures; each change of a set is one unit'],
  ['stickers.removeStickerFromSet', 'needs pictures; each change of a set is one unit'],
  ['stickers.renameStickerSet', 'needs pictures; each change of a set is one unit'],
  ['stickers.replaceSticker', 'needs pictures; each change of a set is one unit'],
  ['stickers.setStickerSetThumb', 'needs pictures; each change of a set is one unit'],
])

/** By their names these only look. */
const READING = /\.(get|search|resolve)[A-Z]|^(invoke|initConnection)|\.search$/
/** These change something although they are named like that. */
const WRITING_READERS: ReadonlySet<string> = new Set(['account.getTmpPassword'])

/** Of methods that are served, those that change something. */
export function writingMethods(served: Iterable<string>): string[] {
  return [...served].filter((name) => !READING.test(name) || WRITING_READERS.has(name)).sort()
}

/** The methods that the run calls, as far as its files say. */
export function calledMethods(): Set<string> {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const texts = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(`${folder}${file}`, 'utf8'))
  const named = texts.flatMap((text) => [...text.matchAll(/_: '([\w.]+)'/g)].map(([, name = '']) => name))
  return new Set([...named, ...SENT_BY_CLIENT])
}
