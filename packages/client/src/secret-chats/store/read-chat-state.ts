import { type SecretChatState, wipe } from '@chappe/crypto'
import type { RecordReader } from '../../storage/records.ts'

/** The state of one end, with its keys, as it was stored by `SecretChat.save`. */
export function readChatState(record: RecordReader): SecretChatState {
  return {
    role: record.oneOf('role', ['creator', 'invited']),
    group: record.nested('group', (item) => ({ p: item.bytes('p'), g: item.number('g') })),
    sequence: record.nested('sequence', (item) => ({
      out: item.number('out'),
      in: item.number('in'),
      peerIn: item.number('peerIn'),
    })),
    gap: record.nested('gap', readGap),
    keys: record.nested('keys', readKeys),
    sent: record.list('sent', (item) => ({
      randomId: item.bigint('randomId'),
      packet: item.bytes('packet'),
      isService: item.boolean('isService'),
      raw: item.nested('raw', (raw) => ({ in: raw.number('in'), out: raw.number('out') })),
      layer: item.number('layer'),
      confirmed: item.boolean('confirmed'),
      resends: item.number('resends'),
    })),
    peerLayer: record.optional('number', 'peerLayer'),
    layerNotices: record.number('layerNotices'),
    // What has ended is not kept.
    ended: undefined,
  }
}

function readGap(record: RecordReader): SecretChatState['gap'] {
  return {
    early: record.list('early', (item) => ({
      out: item.number('out'),
      message: item.bytes('message'),
      keyFingerprint: item.bigint('keyFingerprint'),
    })),
    asked: record.has('asked')
      ? record.nested('asked', (item) => ({
          last: item.number('last'),
          by: item.number('by'),
          againAt: item.number('againAt'),
          waitMs: item.number('waitMs'),
          vain: item.number('vain'),
          served: item.boolean('served'),
        }))
      : undefined,
  }
}

function readKeys(record: RecordReader): SecretChatState['keys'] {
  return {
    current: record.bytes('current'),
    phase: record.nested('phase', readPhase),
    sent: record.number('sent'),
    received: record.number('received'),
    since: record.number('since'),
  }
}

function readPhase(record: RecordReader): SecretChatState['keys']['phase'] {
  const kind = record.oneOf('kind', ['idle', 'requested', 'accepted', 'committed', 'switched'])
  if (kind === 'idle') return { kind }
  const exchangeId = record.bigint('exchangeId')
  if (kind === 'requested') {
    const half = record.nested('half', (item) => ({ secret: item.bytes('secret'), public: item.bytes('public') }))
    return { kind, exchangeId, half }
  }
  if (kind === 'accepted') return { kind, exchangeId, next: record.bytes('next') }
  return { kind, exchangeId, previous: record.bytes('previous') }
}

/** Overwrites the keys of a copy that was stored. */
export function wipeState({ keys, gap }: SecretChatState): void {
  const { current, phase } = keys
  wipe(current, ...gap.early.map(({ message }) => message))
  if (phase.kind === 'requested') wipe(phase.half.secret)
  else if (phase.kind === 'accepted') wipe(phase.next)
  else if (phase.kind !== 'idle') wipe(phase.previous)
}
