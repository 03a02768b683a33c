import type { api } from '@chappe/tl-codec/api'
import type { Target } from '../../chats/members/door.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { InviteLink } from '../../store/domain/groups/invite-links.ts'
import type { Reads } from '../../store/store.ts'
import { viewChatPhotoOf } from '../../views/peer-photo-view.ts'
import { viewVerification } from '../../views/verification-view.ts'

/** So many members are shown to somebody who is not in the chat: of those whom he or she knows already. */
const maxShown = 5
/** Clients colour a chat without a photo by this. */
const colors = 7

/** What a link shows to whoever has it: what the chat is called and about, how many are in it, and no stranger of them. */
export async function viewInvite(
  read: Reads,
  { userViews }: ServicePorts,
  viewer: UserId,
  target: Target,
  { requestNeeded }: InviteLink,
): Promise<api.chatInvite> {
  const { id, title, about, members } = target.record
  const known = await contactsIn(read, viewer, target)
  const participants = await userViews.of(read, viewer, known.slice(0, maxShown))
  return {
    _: 'chatInvite',
    ...kindOf(target),
    requestNeeded: requestNeeded || undefined,
    title,
    about: about || undefined,
    photo: (await viewChatPhotoOf(read, id, target.record.photo, { origin: 'inBox', at: viewer })) ?? noPhoto,
    participantsCount: members,
    participants: participants.length > 0 ? [...participants] : undefined,
    color: Math.abs(id) % colors,
    botVerification: target.kind === 'group' ? undefined : viewVerification(target.record.verification),
  }
}

const noPhoto: api.photoEmpty = { _: 'photoEmpty', id: 0n }

function kindOf(target: Target): Pick<api.chatInvite, 'channel' | 'broadcast' | 'megagroup' | 'public'> {
  if (target.kind === 'group') return {}
  const { kind, username } = target.record
  return {
    channel: true,
    ...(kind === 'broadcast' ? { broadcast: true } : { megagroup: true }),
    public: username !== undefined || undefined,
  }
}

async function contactsIn(read: Reads, viewer: UserId, target: Target): Promise<UserId[]> {
  if (target.kind === 'group') {
    const members = (await read.groups.members(target.record.id)).map(({ userId }) => userId)
    const relations = await read.contacts.relations(viewer, members)
    return relations.filter(({ contact }) => contact !== undefined).map(({ userId }) => userId)
  }
  const { id, kind, participantsHidden } = target.record
  // Who is in it is for its admins alone.
  if (kind === 'broadcast' || participantsHidden) return []
  const contacts = (await read.contacts.list(viewer)).map(({ userId }) => userId)
  const members = await read.channelMembers.many(id, contacts)
  return members.filter(({ present }) => present).map(({ userId }) => userId)
}
