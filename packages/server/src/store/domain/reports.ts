import type { PeerId, UnixTime, UserId } from './ids.ts'

/** What a user wants the operator to look at. */
export interface Report {
  readonly reporter: UserId
  readonly peer: PeerId
  /** Why, as the name of the TL reason (`inputReportReasonSpam`) or of the option that was chosen. */
  readonly reason: string
  readonly message: string
  readonly date: UnixTime
}

export interface ReportReads {
  /** The newest first. */
  page(limit: number): Promise<Report[]>
}

export interface ReportWrites extends ReportReads {
  add(report: Report): Promise<void>
}
