/** @file Summarizes one file for the checks across files, so that its samples can be dropped. */
import type { Measurement } from '../../values/measurement.ts';
import type { FileSummary, MeasurementSummary, Subject } from '../contract/check.ts';
import { peerOf } from '../physics/device-outlier.ts';
import { fingerprintsOf } from '../samples/copies/copied-samples.ts';
import { lateFlagsOf } from './late.ts';

/** @param isHeld Whether the checks of the file hold a value back: such a value says nothing about those of others. */
export function summaryOf(subject: Subject, isHeld: (measurement: Measurement) => boolean): FileSummary {
  const summaryOfMeasurement = (measurement: Measurement): MeasurementSummary => ({
    index: measurement.index,
    fingerprints: fingerprintsOf(measurement),
    peer: isHeld(measurement) ? null : peerOf(subject, measurement),
  });
  const { file, measurements } = subject;
  return {
    path: file.path,
    addedOrder: file.addedOrder,
    owner: file.owner,
    late: lateFlagsOf(subject),
    measurements: measurements.map(summaryOfMeasurement),
  };
}
