import ModelSpec
import Testing

/// The first guess must be the right one.
struct SpellingTests {
  private static let root = [
    "schema", "extends", "name", "description", "tags", "seed", "model", "data", "latent", "init",
    "generator", "discriminator", "loss", "optimizer", "train", "samples", "checkpoints", "log",
    "sweep", "ablation",
  ]
  private static let train = [
    "batch", "epochs", "steps", "discriminator_steps", "joint_batches", "new_fakes",
  ]
  private static let conv = ["out", "kernel", "stride", "padding", "output_padding", "bias"]
  private static let adam = ["lr", "betas", "eps", "weight_decay"]
  private static let layers = [
    "conv", "conv_transpose", "linear", "batch_norm", "relu", "leaky_relu", "sigmoid", "tanh",
    "dropout", "flatten", "reshape", "repeat",
  ]
  private static let schemes = [
    "default", "constant", "normal", "uniform", "xavier_normal", "xavier_uniform",
    "kaiming_normal", "kaiming_uniform", "orthogonal",
  ]

  private static func check(_ pairs: [(String, String)], among known: [String]) {
    for (word, meant) in pairs {
      #expect(Spelling.suggestion(for: word, among: known) == meant, "\(word)")
    }
  }

  @Test func keysOfASpec() {
    Self.check(
      [
        ("shcema", "schema"), ("scheme", "schema"), ("Schema", "schema"), ("extend", "extends"),
        ("nmae", "name"), ("desc", "description"), ("desciption", "description"), ("tag", "tags"),
        ("seeds", "seed"), ("sed", "seed"), ("modle", "model"), ("models", "model"),
        ("dat", "data"), ("dataset", "data"), ("latnet", "latent"), ("initializer", "init"),
        ("inti", "init"), ("generater", "generator"), ("genrator", "generator"),
        ("Generator", "generator"), ("gen", "generator"), ("discriminater", "discriminator"),
        ("descriminator", "discriminator"), ("disc", "discriminator"), ("losses", "loss"),
        ("optimiser", "optimizer"), ("optim", "optimizer"), ("optimizers", "optimizer"),
        ("trian", "train"), ("training", "train"), ("sample", "samples"),
        ("checkpoint", "checkpoints"), ("chekpoints", "checkpoints"), ("logging", "log"),
        ("ablations", "ablation"),
      ], among: Self.root)
  }

  @Test func keysOfTraining() {
    Self.check(
      [
        ("btach", "batch"), ("batch_size", "batch"), ("batchsize", "batch"), ("epoch", "epochs"),
        ("n_epochs", "epochs"), ("num_epochs", "epochs"), ("step", "steps"),
        ("num_steps", "steps"), ("iterations", "steps"), ("d_steps", "discriminator_steps"),
        ("discriminator_step", "discriminator_steps"), ("n_critic", "discriminator_steps"),
        ("critic_steps", "discriminator_steps"),
        ("joint_batch", "joint_batches"), ("newfakes", "new_fakes"),
      ], among: Self.train)
  }

  @Test func options() {
    Self.check(
      [
        ("kernal", "kernel"), ("kernel_size", "kernel"), ("kernels", "kernel"),
        ("krenel", "kernel"),
        ("strid", "stride"), ("strides", "stride"), ("pading", "padding"), ("pad", "padding"),
        ("output_pad", "output_padding"), ("outpadding", "output_padding"), ("biass", "bias"),
        ("out_channels", "out"), ("outs", "out"), ("use_bias", "bias"),
      ], among: Self.conv.filter { $0 != "output_padding" } + ["output_padding"])
    Self.check(
      [
        ("learning_rate", "lr"), ("LR", "lr"), ("beta", "betas"), ("beta1", "betas"),
        ("epsilon", "eps"), ("decay", "weight_decay"), ("weightdecay", "weight_decay"),
        ("wd", "weight_decay"),
      ], among: Self.adam)
  }

  @Test func layers() {
    Self.check(
      [
        ("cnov", "conv"), ("Conv2d", "conv"), ("convolution", "conv"),
        ("conv_trans", "conv_transpose"), ("convtranspose", "conv_transpose"),
        ("ConvTranspose2d", "conv_transpose"), ("deconv", "conv_transpose"), ("Linear", "linear"),
        ("linaer", "linear"), ("batchnorm", "batch_norm"), ("BatchNorm2d", "batch_norm"),
        ("bn", "batch_norm"), ("batch_nrom", "batch_norm"), ("ReLU", "relu"), ("rleu", "relu"),
        ("LeakyReLU", "leaky_relu"), ("leaky", "leaky_relu"), ("lrelu", "leaky_relu"),
        ("sigmod", "sigmoid"), ("Tanh", "tanh"), ("thanh", "tanh"), ("drop_out", "dropout"),
        ("Dropout2d", "dropout"), ("flaten", "flatten"), ("reshpe", "reshape"),
        ("repaet", "repeat"), ("repeats", "repeat"), ("conv_t", "conv_transpose"),
        ("transposed_conv", "conv_transpose"),
      ], among: Self.layers)
  }

  @Test func initialisers() {
    Self.check(
      [
        ("nromal", "normal"), ("gaussian", "normal"), ("unifrom", "uniform"), ("const", "constant"),
        ("zeros", "constant"), ("xavier_norm", "xavier_normal"),
        ("kaimingnormal", "kaiming_normal"),
        ("he_normal", "kaiming_normal"), ("ortho", "orthogonal"), ("orthogonl", "orthogonal"),
      ], among: Self.schemes)
  }

  @Test func whatIsLikeNothingGetsNoGuess() {
    for word in ["elu", "ELU", "selu", "gelu", "prelu"] {
      #expect(Spelling.suggestion(for: word, among: Self.layers) == nil, "\(word)")
    }
    for word in ["zebra", "x", "", "attention", "in"] {
      #expect(Spelling.suggestion(for: word, among: Self.conv) == nil, "\(word)")
    }
  }
}
