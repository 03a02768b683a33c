import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { allowIn } from '../rights.ts'
import { boxesOfChat } from './boxes-of-chat.ts'
import { type GroupAct, tellOfGroup } from './tell-members.ts'

/** `messages.toggleNoForwards` of a basic group: nothing is passed on from it any more, or everything is again. */
export async function protectGroup(ports: ServicePorts, act: GroupAct, enabled: boolean): Promise<api.updates> {
  const { chat, by, date } = act
  await ports.store.transaction(async (tx) => {
    await allowIn(tx, by, chat, 'protect')
    if ((await tx.groups.get(chat))?.noforwards === enabled) throw badRequest('CHAT_NOT_MODIFIED')
    const boxes = await boxesOfChat(tx, by, chat)
    await holdBoxes(tx, boxes)
    await tx.groups.change(chat, { noforwards: enabled })
    await tellOfGroup(tx, ports, boxes, act)
  })
  const update: api.updateChat = { _: 'updateChat', chatId: BigInt(-chat) }
  return envelope(ports.store.read, ports.userViews, by, [update], { date, others: [chat] })
}
