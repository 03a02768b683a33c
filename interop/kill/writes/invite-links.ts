import { RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { OwnGroup } from '../asked.ts'
import type { Change } from '../ledger.ts'
import { linksOf, stateOf } from '../own-links.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import type { SoloAccount } from './solo-account.ts'

/** Who may do what in the solo account's groups, and the links into them, by which the receiver comes in. */
export function inviteLinkPlans(solo: SoloAccount): Plans {
  const { me, receiver, ledger, random, alone } = solo
  /** Groups that the receiver has left, rather than being thrown out: a link lets only such a one in again. */
  const left = new Set<string>()
  const factOf = ({ tag }: OwnGroup, what: string): string | undefined =>
    ledger.value(me.index, `group ${tag} / ${what}`)
  const change = ({ tag }: OwnGroup, what: string, value: string | undefined): Change => ({
    ...{ person: me.index, fact: `group ${tag} / ${what}`, value },
  })
  const peerOf = ({ id }: OwnGroup): api.inputPeerChat => ({ _: 'inputPeerChat', chatId: id })
  const pick = (): OwnGroup | undefined => alone.groups[random.int(alone.groups.length)]
  /** A group, and the title of one of its links whose state fits. */
  const pickLink = (fits: (state: string) => boolean): readonly [OwnGroup, string, string] | undefined => {
    const group = pick()
    if (group === undefined) return undefined
    const start = `group ${group.tag} / link `
    const titles = ledger.names(me.index, start).map((name) => name.slice(start.length))
    const fitting = titles.flatMap((title) => {
      const state = factOf(group, `link ${title}`) ?? ''
      return fits(state) ? [[group, title, state] as const] : []
    })
    return fitting[random.int(fitting.length)]
  }
  const isOpen = (state: string): boolean => !state.startsWith('revoked')
  const hasRevoked = (state: string): boolean => state.startsWith('revoked')
  const asksNobody = (state: string): boolean => isOpen(state) && !state.includes('asks')

  const named = async (group: OwnGroup, title: string): Promise<api.chatInviteExported[]> =>
    (await linksOf(me.client, peerOf(group))).filter((link) => link.title === title)

  const make = (): Write | undefined => {
    const group = pick()
    if (group === undefined) return undefined
    const title = solo.newName('l')
    const requestNeeded = random.chance(0.4)
    const usageLimit = requestNeeded ? undefined : 50 + random.int(50)
    const state = stateOf({ requestNeeded, usageLimit })
    return {
      kind: 'make an invite link',
      changes: [change(group, `link ${title}`, state)],
      async perform() {
        const request = { peer: peerOf(group), title, requestNeeded, usageLimit }
        await me.client.call({ _: 'messages.exportChatInvite', ...request })
      },
    }
  }

  const limit = (): Write | undefined => {
    const picked = pickLink(asksNobody)
    if (picked === undefined) return undefined
    const [group, title, state] = picked
    const usageLimit = 100 + random.int(50)
    const usage = Number(/used (\d+)/.exec(state)?.[1] ?? 0)
    return {
      kind: 'limit an invite link',
      changes: [change(group, `link ${title}`, stateOf({ usageLimit, usage }))],
      async perform() {
        for (const { link } of await named(group, title)) {
          await me.client.call({ _: 'messages.editExportedChatInvite', peer: peerOf(group), link, usageLimit })
        }
      },
    }
  }

  const revoke = (): Write | undefined => {
    const picked = pickLink(isOpen)
    if (picked === undefined) return undefined
    const [group, title, state] = picked
    return {
      kind: 'revoke an invite link',
      changes: [change(group, `link ${title}`, `revoked ${state}`)],
      doneBefore: ['INVITE_HASH_EXPIRED'],
      async perform() {
        for (const { link } of await named(group, title)) {
          const request = { peer: peerOf(group), link, revoked: true }
          await me.client.call({ _: 'messages.editExportedChatInvite', ...request })
        }
      },
    }
  }

  const removeLink = (): Write | undefined => {
    const picked = pickLink(hasRevoked)
    if (picked === undefined) return undefined
    const [group, title] = picked
    // Whoever asked by it would ask no longer.
    if (factOf(group, 'asks') !== undefined) return undefined
    return {
      kind: 'delete an invite link',
      changes: [change(group, `link ${title}`, undefined)],
      doneBefore: ['INVITE_HASH_EXPIRED'],
      async perform() {
        for (const { link } of await named(group, title)) {
          await me.client.call({ _: 'messages.deleteExportedChatInvite', peer: peerOf(group), link })
        }
      },
    }
  }

  const removeRevoked = (): Write | undefined => {
    const group = pick()
    if (group === undefined || factOf(group, 'asks') !== undefined) return undefined
    const start = `group ${group.tag} / `
    const links = ledger.names(me.index, `${start}link `).map((name) => name.slice(start.length))
    const gone = links.filter((what) => hasRevoked(factOf(group, what) ?? ''))
    return {
      kind: 'delete revoked invite links',
      changes: gone.map((what) => change(group, what, undefined)),
      async perform() {
        const adminId: api.inputUserSelf = { _: 'inputUserSelf' }
        await me.client.call({ _: 'messages.deleteRevokedExportedChatInvites', peer: peerOf(group), adminId })
      },
    }
  }

  const leave = (): Write | undefined => {
    const group = pick()
    if (group === undefined || factOf(group, 'members') !== 'both') return undefined
    return {
      kind: 'leave a group',
      changes: [change(group, 'members', 'alone'), change(group, 'admin', undefined)],
      doneBefore: ['USER_NOT_PARTICIPANT'],
      async perform() {
        left.add(group.tag)
        const userId: api.inputUserSelf = { _: 'inputUserSelf' }
        await receiver.client.call({ _: 'messages.deleteChatUser', chatId: group.id, userId })
      },
    }
  }

  const use = (): Write | undefined => {
    const picked = pickLink(isOpen)
    if (picked === undefined) return undefined
    const [group, title, state] = picked
    if (factOf(group, 'members') === 'both' || !left.has(group.tag) || factOf(group, 'asks')) return undefined
    const asks = state.includes('asks')
    const used = state.replace(/used (\d+)/, (_, count) => `used ${Number(count) + 1}`)
    return {
      kind: asks ? 'ask to join a group' : 'join a group by a link',
      changes: asks
        ? [change(group, 'asks', 'yes')]
        : [change(group, 'members', 'both'), change(group, `link ${title}`, used)],
      doneBefore: ['USER_ALREADY_PARTICIPANT'],
      // Thrown out after all: the answer to a removal was lost.
      refusals: ['INVITE_HASH_EXPIRED'],
      async perform() {
        const [first] = await named(group, title)
        if (first === undefined) throw new TypeError('a link that was acknowledged is listed')
        const hash = first.link.slice(first.link.indexOf('+') + 1)
        try {
          await receiver.client.call({ _: 'messages.importChatInvite', hash })
        } catch (error) {
          if (!(asks && error instanceof RpcError && error.type === 'INVITE_REQUEST_SENT')) throw error
        }
      },
    }
  }

  const refuse = (): Write | undefined => {
    const group = pick()
    if (group === undefined || factOf(group, 'asks') === undefined) return undefined
    return {
      kind: 'refuse who asks to join',
      changes: [change(group, 'asks', undefined)],
      async perform() {
        await me.client.call({ _: 'messages.hideAllChatJoinRequests', peer: peerOf(group) })
      },
    }
  }

  const admit = (): Write | undefined => {
    const group = pick()
    const named = me.names[receiver.index]
    if (group === undefined || named === undefined || factOf(group, 'asks') === undefined) return undefined
    if (factOf(group, 'members') === 'both') return undefined
    const links = ledger.names(me.index, `group ${group.tag} / link `)
    // By which of several it was asked is not in the ledger.
    const asking = links.filter((name) => ledger.value(me.index, name)?.includes('asks') === true)
    const [only] = asking
    if (asking.length !== 1 || only === undefined) return undefined
    const used = ledger.value(me.index, only)?.replace(/used (\d+)/, (_, count) => `used ${Number(count) + 1}`)
    const userId: api.inputUser = { _: 'inputUser', userId: named.userId, accessHash: named.accessHash }
    return {
      kind: 'let in who asks to join',
      changes: [
        ...[change(group, 'asks', undefined), change(group, 'members', 'both')],
        { person: me.index, fact: only, value: used },
      ],
      doneBefore: ['HIDE_REQUESTER_MISSING'],
      async perform() {
        const request = { peer: peerOf(group), approved: true, userId }
        await me.client.call({ _: 'messages.hideChatJoinRequest', ...request })
      },
    }
  }

  const promote = (): Write | undefined => {
    const group = pick()
    const named = me.names[receiver.index]
    if (group === undefined || named === undefined || factOf(group, 'members') !== 'both') return undefined
    const isAdmin = factOf(group, 'admin') === undefined
    const userId: api.inputUser = { _: 'inputUser', userId: named.userId, accessHash: named.accessHash }
    return {
      kind: 'make an admin of a group',
      changes: [change(group, 'admin', isAdmin ? 'yes' : undefined)],
      async perform() {
        await me.client.call({ _: 'messages.editChatAdmin', chatId: group.id, userId, isAdmin })
      },
    }
  }

  const take = (): Write | undefined => {
    const group = pick()
    if (group === undefined) return undefined
    const sendPolls = factOf(group, 'polls') === undefined
    return {
      kind: 'take rights from members',
      changes: [change(group, 'polls', sendPolls ? 'taken' : undefined)],
      doneBefore: ['CHAT_NOT_MODIFIED'],
      async perform() {
        const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', sendPolls, untilDate: 0 }
        const request = { peer: peerOf(group), bannedRights }
        await me.client.call({ _: 'messages.editChatDefaultBannedRights', ...request })
      },
    }
  }

  return [
    [3, make],
    [1, limit],
    [1, revoke],
    [1, removeLink],
    [1, removeRevoked],
    [2, leave],
    [3, use],
    [1, refuse],
    [2, admit],
    [2, promote],
    [1, take],
  ]
}
