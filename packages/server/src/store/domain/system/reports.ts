import type { PeerId, UnixTime, UserId } from '../../../ids.ts'

/** What a user wants the operator to look at. */
export interface Report {
  readonly reporter: UserId
  readonly peer: PeerId
  /** Why, as the name of the TL reason (`inputReportReasonSpam`) or of the option that was chosen. */
  readonly reason: string
  readonly message: string
  /** The messages that it is about, as the reporter's box numbers them; none for a report of the peer as a whole. */
  readonly messages: readonly number[]
  readonly date: UnixTime
}

export interface StoredReport extends Report {
  /** Counts upwards. */
  readonly id: number
}

export interface ReportReads {
  /** The newest first, below a number if one is given. */
  page(limit: number, belowId?: number): Promise<StoredReport[]>
}

export interface ReportWrites extends ReportReads {
  add(report: Report): Promise<void>
  /** Removes the oldest that are from before `time` or not among the newest `keep`, at most `limit`; tells how many. */
  trim(time: UnixTime, keep: number, limit: number): Promise<number>
}
