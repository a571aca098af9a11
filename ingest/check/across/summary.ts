/** @file Summarizes one file for the checks across files, so that its samples can be dropped. */
import type { Measurement } from '../../values/measurement.ts';
import type { FileSummary, MeasurementSummary, Subject } from '../contract/check.ts';
import { peerOf } from '../physics/device-outlier.ts';
import { sampleHashes } from '../samples/copied-samples.ts';

const summaryOfMeasurement = (subject: Subject, measurement: Measurement): MeasurementSummary => ({
  index: measurement.index,
  sampleHashes: sampleHashes(measurement),
  peer: peerOf(subject, measurement),
});

export function summaryOf(subject: Subject): FileSummary {
  const { file, measurements } = subject;
  return {
    path: file.path,
    finishedAt: file.submission.finishedAt,
    measurements: measurements.map((one) => summaryOfMeasurement(subject, one)),
  };
}
