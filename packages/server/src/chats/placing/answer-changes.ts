import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import { type BoxRange, renderBox } from '../../delivery/render-box.ts'
import type { UnixTime } from '../../ids.ts'

/** What has changed in the caller's box, as the caller's other sessions are told of it. */
export async function answerChanges(
  { store: { read }, userViews }: ServicePorts,
  changed: BoxRange | undefined,
  date: UnixTime,
): Promise<api.updates> {
  if (changed === undefined) throw new TypeError('what the caller has asked for changes the own box')
  const updates = (await renderBox(read, changed)) ?? []
  return envelope(read, userViews, changed.box, updates, { date, others: [changed.box] })
}
