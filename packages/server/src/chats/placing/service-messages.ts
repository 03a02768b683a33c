import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { serviceUserId, type UnixTime, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { normalizeText } from '../../rules/message-text.ts'
import type { Transaction } from '../../store/store.ts'
import { deliverOneSided } from './deliver-one-sided.ts'

/** A text with `**…**` around what is to stand out. */
type Marked = string

/**
 * Within a unit: puts a message of the service account into a user's box. The service account keeps no copy: nobody reads
 * its box.
 */
export async function sendServiceMessage(
  tx: Transaction,
  ports: ServicePorts,
  notice: {
    readonly to: UserId
    readonly text: Marked
    readonly date: UnixTime
    readonly except?: SessionName | undefined
    /** Links and names in it can be followed. Never where part of the text is from a client. */
    readonly links?: boolean
  },
): Promise<void> {
  const { to, date, except, links = false } = notice
  const unmarked = unmark(notice.text)
  const { text, entities } = links ? normalizeText(unmarked.text, unmarked.entities) : unmarked
  await deliverOneSided(tx, ports, [to], {
    from: serviceUserId,
    date,
    except,
    compose: (id) => ({
      _: 'message',
      id,
      fromId: toPeer(serviceUserId),
      peerId: toPeer(serviceUserId),
      date,
      message: text,
      entities: entities.length === 0 ? undefined : entities,
    }),
  })
}

function unmark(marked: Marked): { text: string; entities: api.MessageEntity[] } {
  const entities: api.MessageEntity[] = []
  let text = ''
  for (const [index, part] of marked.split('**').entries()) {
    if (index % 2 === 1) entities.push({ _: 'messageEntityBold', offset: text.length, length: part.length })
    text += part
  }
  return { text, entities }
}

/** Text from a client or a user, for a place between marks. */
export function plain(text: string): Marked {
  return text.replaceAll('*', '∗')
}
