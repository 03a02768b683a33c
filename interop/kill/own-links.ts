import type { Client } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { Note, OwnGroup } from './asked.ts'

/** What the ledger says of a link. */
export function stateOf({ requestNeeded, usageLimit, usage = 0 }: Partial<api.chatInviteExported>): string {
  return requestNeeded === true ? `asks, used ${usage}` : `lets in ${usageLimit ?? 'all'}, used ${usage}`
}

/** The links that an account has made in a group, those that are revoked behind the others; all have a title. */
export async function linksOf(client: Client, peer: api.inputPeerChat): Promise<api.chatInviteExported[]> {
  const links: api.chatInviteExported[] = []
  for (const revoked of [false, true]) {
    const adminId: api.inputUserSelf = { _: 'inputUserSelf' }
    const page = { peer, adminId, revoked, limit: 100 }
    const { invites } = await client.call({ _: 'messages.getExportedChatInvites', ...page })
    for (const link of invites) if (link._ === 'chatInviteExported' && link.title !== undefined) links.push(link)
  }
  return links
}

/** The links into a group, and whether somebody asks to be let in. */
export async function noteLinks(client: Client, { tag, id }: OwnGroup, note: Note): Promise<void> {
  const peer: api.inputPeerChat = { _: 'inputPeerChat', chatId: id }
  const seen = new Set<string>()
  for (const link of await linksOf(client, peer)) {
    // A kill may have swallowed the first answer: then there are two of one title.
    if (link.title === undefined || seen.has(link.title)) continue
    seen.add(link.title)
    note(`group ${tag} / link ${link.title}`, `${link.revoked ? 'revoked ' : ''}${stateOf(link)}`)
  }
  const all = { peer, requested: true, offsetDate: 0, limit: 10 }
  const offsetUser: api.inputUserEmpty = { _: 'inputUserEmpty' }
  const { count } = await client.call({ _: 'messages.getChatInviteImporters', ...all, offsetUser })
  note(`group ${tag} / asks`, count > 0 ? 'yes' : undefined)
}

/** The folder of the solo account that has links. */
export const sharedFolderId = 9

/** The secret parts of the links to it that are called so; of two that a lost answer has brought about, both. */
export async function folderLinks(client: Client, title: string): Promise<string[]> {
  return (await allFolderLinks(client)).flatMap((link) =>
    link.title === title ? [link.url.slice(link.url.lastIndexOf('/') + 1)] : [],
  )
}

async function allFolderLinks(client: Client): Promise<api.exportedChatlistInvite[]> {
  const { filters } = await client.call({ _: 'messages.getDialogFilters' })
  if (!filters.some((one) => one._ === 'dialogFilterChatlist' && one.id === sharedFolderId)) return []
  const chatlist: api.InputChatlist = { _: 'inputChatlistDialogFilter', filterId: sharedFolderId }
  return [...(await client.call({ _: 'chatlists.getExportedInvites', chatlist })).invites]
}

/** The links to the folder of the solo account. */
export async function noteFolderLinks(client: Client, note: Note): Promise<void> {
  // A kill may have swallowed the first answer: then there are two of one title.
  const titles = new Set((await allFolderLinks(client)).map(({ title }) => title))
  for (const title of titles) note(`folder link ${title}`, 'there')
}
