import type { api } from '@chappe/tl-codec/api'
import { showFilters } from '../facts.ts'
import { folderLinks, sharedFolderId } from '../own-links.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import type { SoloAccount } from './solo-account.ts'

/** So many links one folder has ("chatlist_invites_limit_default"). */
const MOST_LINKS = 3

/** A folder of the solo account's channels, and links to it. */
export function sharedFolderPlans(solo: SoloAccount): Plans {
  const { me, ledger, random, alone } = solo
  const person = me.index
  const isThere = (): boolean => (ledger.value(person, 'filters') ?? '').startsWith(`${sharedFolderId} `)
  const titles = (): string[] => ledger.names(person, 'folder link ').map((name) => name.slice('folder link '.length))
  const fact = (title: string): string => `folder link ${title}`
  const chatlist: api.InputChatlist = { _: 'inputChatlistDialogFilter', filterId: sharedFolderId }

  const make = (): Write | undefined => {
    if (isThere() || alone.channels.length === 0) return undefined
    const includePeers = alone.channels
      .slice(0, 100)
      .map(({ id: channelId, accessHash }): api.InputPeer => ({ _: 'inputPeerChannel', channelId, accessHash }))
    const title: api.textWithEntities = { _: 'textWithEntities', text: solo.newName('f').slice(0, 12), entities: [] }
    const lists = { pinnedPeers: [], includePeers, excludePeers: [] }
    const filter: api.dialogFilter = { _: 'dialogFilter', id: sharedFolderId, title, ...lists }
    return {
      kind: 'make a folder to share',
      changes: [{ person, fact: 'filters', value: showFilters([filter]) }],
      async perform() {
        await me.client.call({ _: 'messages.updateDialogFilter', id: sharedFolderId, filter })
      },
    }
  }

  const share = (): Write | undefined => {
    if (!isThere() || titles().length >= MOST_LINKS) return undefined
    const title = solo.newName('s')
    return {
      kind: 'share a folder',
      changes: [{ person, fact: fact(title), value: 'there' }],
      // A channel may have been deleted meanwhile, and a lost answer have made a link more.
      refusals: ['CHAT_ADMIN_REQUIRED', 'INVITES_TOO_MUCH'],
      async perform() {
        const { filters } = await me.client.call({ _: 'messages.getDialogFilters' })
        const folder = filters.find((one) => one._ !== 'dialogFilterDefault' && one.id === sharedFolderId)
        if (folder === undefined || folder._ === 'dialogFilterDefault') throw new TypeError('the folder is there')
        const peers = folder.includePeers.slice(-1)
        await me.client.call({ _: 'chatlists.exportChatlistInvite', chatlist, title, peers })
      },
    }
  }

  const pick = (): string | undefined => titles()[random.int(titles().length)]

  const rename = (): Write | undefined => {
    const before = pick()
    if (before === undefined) return undefined
    const title = solo.newName('s')
    return {
      kind: 'rename a link to a folder',
      changes: [
        { person, fact: fact(before), value: undefined },
        { person, fact: fact(title), value: 'there' },
      ],
      async perform() {
        const [slug] = await folderLinks(me.client, before)
        if (slug === undefined) return
        await me.client.call({ _: 'chatlists.editExportedInvite', chatlist, slug, title })
      },
    }
  }

  const remove = (): Write | undefined => {
    const title = pick()
    if (title === undefined) return undefined
    return {
      kind: 'delete a link to a folder',
      changes: [{ person, fact: fact(title), value: undefined }],
      doneBefore: ['INVITE_SLUG_EXPIRED'],
      async perform() {
        for (const slug of await folderLinks(me.client, title)) {
          await me.client.call({ _: 'chatlists.deleteExportedInvite', chatlist, slug })
        }
      },
    }
  }

  return [
    [2, make],
    [2, share],
    [1, rename],
    [1, remove],
  ]
}
