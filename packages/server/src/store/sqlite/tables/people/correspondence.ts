import { BoundedPairMap } from '../../../../bounded-pair-map.ts'
import type { PeerId, UserId } from '../../../../ids.ts'
import type { Correspondence, CorrespondenceReads } from '../../../domain/people/correspondence.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, optional, type Row } from '../../engine/rows.ts'

/** Answers kept; of more, those that were not used for long are asked for anew. */
const maxKept = 100_000

/**
 * What every message asks and hardly anything changes, kept in memory by the writing connection. It cannot be stale,
 * because nobody else writes, each write forgets what it changes, and a rollback forgets everything.
 */
export interface CorrespondenceTable extends CorrespondenceReads {
  /** Something between the two has changed. */
  changed(one: PeerId, other: PeerId): void
  /** Something has changed of one of them, whoever the other is. */
  changedForAll(): void
}

export function createCorrespondence(connection: Connection): CorrespondenceTable {
  const select = connection.read(
    `SELECT EXISTS (SELECT 1 FROM users WHERE id = ?2 AND deleted_at IS NULL) AS active,
     EXISTS (SELECT 1 FROM users WHERE id = ?1 AND bot_flags IS NOT NULL) AS from_bot,
     EXISTS (SELECT 1 FROM users WHERE id = ?2 AND bot_flags IS NOT NULL) AS to_bot,
     EXISTS (SELECT 1 FROM blocks WHERE owner = ?1 AND list = 0 AND peer = ?2) AS blocks,
     EXISTS (SELECT 1 FROM blocks WHERE owner = ?2 AND list = 0 AND peer = ?1) AS blocked_by,
     EXISTS (SELECT 1 FROM bots b JOIN users u ON u.id = b.user_id WHERE b.user_id = ?2 AND b.restricted = 1
       AND u.bot_owner IS NOT ?1 AND NOT EXISTS (SELECT 1 FROM bot_access WHERE bot = ?2 AND user_id = ?1)) AS shut_out,
     (SELECT period FROM auto_delete_periods WHERE box = ?1 AND peer = ?2) AS chat,
     (SELECT period FROM auto_delete_periods WHERE box = ?1 AND peer = 0) AS new_chats,
     (SELECT global_privacy FROM account_settings WHERE user_id = ?2) AS global_privacy`,
  )
  const kept = new BoundedPairMap<PeerId, PeerId, Correspondence>(maxKept)
  connection.onRollback(() => kept.clear())

  const load = (from: UserId, to: UserId): Correspondence => {
    const correspondence = toCorrespondence(select.get(from, to))
    // The reading connection must see what others commit, so it keeps nothing.
    if (!connection.writes) return correspondence
    kept.set(from, to, correspondence)
    kept.trim()
    return correspondence
  }

  return {
    async between(from, to) {
      return kept.get(from, to) ?? load(from, to)
    },
    changed(one, other) {
      kept.delete(one, other)
      kept.delete(other, one)
    },
    changedForAll: () => kept.clear(),
  }
}

function toCorrespondence(row: Row = {}): Correspondence {
  return {
    active: integer(row['active']) === 1,
    fromBot: integer(row['from_bot']) === 1,
    toBot: integer(row['to_bot']) === 1,
    blocks: integer(row['blocks']) === 1,
    blockedBy: integer(row['blocked_by']) === 1,
    shutOut: integer(row['shut_out']) === 1,
    periods: { chat: optional(integer, row['chat']), newChats: optional(integer, row['new_chats']) },
    globalPrivacy: optional(blob, row['global_privacy']),
  }
}
