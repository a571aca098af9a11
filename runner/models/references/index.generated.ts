/** @file The computed references by workload. Written by `npm run generate`. */

import attention from './attention.json' with { type: 'json' };
import deitSmall from './deit-small.json' with { type: 'json' };
import fashionCnn from './fashion-cnn.json' with { type: 'json' };
import imageCnn from './image-cnn.json' with { type: 'json' };
import mnistCnn from './mnist-cnn.json' with { type: 'json' };
import resnet18 from './resnet18.json' with { type: 'json' };
import transformerEncoder from './transformer-encoder.json' with { type: 'json' };
import vgg16Cifar100 from './vgg16-cifar100.json' with { type: 'json' };

export const references = {
  'mnist-cnn': mnistCnn,
  'fashion-cnn': fashionCnn,
  'vgg16-cifar100': vgg16Cifar100,
  'image-cnn': imageCnn,
  resnet18: resnet18,
  'transformer-encoder': transformerEncoder,
  attention: attention,
  'deit-small': deitSmall,
};
